"""The scripts' own calculations, run by Node as the build is."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "src" / "js"


def run(script: str) -> Any:
    """What the module `script` prints, as JSON. Node is the one of the environment's own packages, else the system's."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    node = shutil.which("node", path=path)
    assert node, "node is missing: make setup installs it"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", script], capture_output=True, text=True, check=True, cwd=SCRIPTS
    )
    return json.loads(done.stdout)


def test_names_are_filled_into_sentences_and_unknown_ones_stay() -> None:
    values = '{sent: 0, total: "3 MB"}'
    sentence = '"{sent} of {total}, {other}"'
    script = f'import {{ fill }} from "./text.js"; console.log(JSON.stringify(fill({sentence}, {values})));'
    assert run(script) == "0 of 3 MB, {other}"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_234_567, "1.2 MB"), (2_500_000_000, "2.5 GB"), (5e13, "50,000 GB")],
)
def test_bytes_are_told_in_a_unit_people_know(count: float, shown: str) -> None:
    script = (
        'globalThis.document = {documentElement: {lang: "en"}}; const { bytes } = await import("./text.js");'
        f"console.log(JSON.stringify(bytes({count})));"
    )
    assert run(script) == shown


def adapted(width: int, still: bool = False) -> dict[str, Any]:
    figure = {"data": [{"y": [1]}], "layout": {"width": 900, "title": {"text": "T"}, "meta": {"narrow": {"showlegend": True}}}}
    script = (
        f"globalThis.window = {{matchMedia: () => ({{matches: {str(still).lower()}}})}};"
        'const { adapt } = await import("./plotly.js");'
        f"const figure = {json.dumps(figure)}; const before = JSON.stringify(figure);"
        f"const after = adapt(figure, {width});"
        "console.log(JSON.stringify({...after, unchanged: before === JSON.stringify(figure)}));"
    )
    return run(script)


def test_chart_takes_the_width_of_its_frame_and_leaves_the_figure_as_it_was() -> None:
    wide = adapted(1000)
    assert wide["unchanged"]
    assert "width" not in wide["layout"]
    assert wide["layout"]["title"] == {"text": "T"}
    assert "showlegend" not in wide["layout"]


def test_narrow_chart_gets_what_was_written_for_it() -> None:
    assert adapted(320)["layout"]["showlegend"] is True


def test_nothing_moves_for_people_who_asked_for_less_motion() -> None:
    assert adapted(1000, still=True)["layout"]["transition"] == {"duration": 0}
    assert "transition" not in adapted(1000)["layout"]
