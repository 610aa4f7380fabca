"""The typesetter is a program of its own: it takes no secret along, keeps no memory of ours, and its end is told."""

import sys
from pathlib import Path
from typing import Any

import pytest

from reporting import typesetter
from reporting.pictures import PNG, png
from wales_framework.programs import bare_environment

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'


def test_this_process_never_loads_it() -> None:
    assert png(DRAWING).startswith(PNG)
    assert "typst" not in sys.modules


def test_it_is_given_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PSEUDONYM_KEY", "nobody else's")
    assert set(bare_environment()) <= {"PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"}
    told = tmp_path / "told.py"
    told.write_text("import os, sys; sys.exit(' '.join(os.environ) + ' of ' + ' '.join(sys.path))")
    monkeypatch.setattr(typesetter, "PROGRAM", told)
    with pytest.raises(RuntimeError, match=" of ") as ended:
        png(DRAWING)
    assert "PSEUDONYM_KEY" not in str(ended.value) and str(Path.cwd()) + " " not in str(ended.value)


def test_what_it_does_not_set_is_said_in_its_words(tmp_path: Path) -> None:
    template = tmp_path / "wrong.typ"
    template.write_text('#panic("no such thing")')
    with pytest.raises(typesetter.Refused, match="no such thing"):
        typesetter.typeset(template, {}, "pdf")


@pytest.mark.parametrize("program", ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "import time; time.sleep(60)"])
def test_its_end_is_told(program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended = tmp_path / "ended.py"
    ended.write_text(program)
    monkeypatch.setattr(typesetter, "PROGRAM", ended)
    monkeypatch.setattr(typesetter, "PATIENCE", 0.5)
    with pytest.raises(RuntimeError, match=r"ended with -9|not done after"):
        png(DRAWING)


def test_without_the_typeface_it_says_what_to_do(settings: Any, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(typesetter.FontsMissing, match="make setup"):
        png(DRAWING)
