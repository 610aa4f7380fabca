"""The import contracts hold, and breaking any of them is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wales_framework", "priority_groups", "indicators", "reporting")

# contract -> (a file that may not, what it must not import)
FORBIDDEN = {
    "rooms": ("priority_groups/added.py", "import reporting.charts"),
    "pure": ("indicators/statistics/added.py", "from django.db import connection"),
    "steps": ("indicators/catalogue/added.py", "import indicators.releases.models"),
    "drafting": ("indicators/extracts/added.py", "import indicators.measures"),
    "attacker": ("indicators/disclosure/attacker/added.py", "import indicators.disclosure.protecting"),
    "door": ("reporting/dashboards/added.py", "import indicators.releases.models"),
    "synthesis": ("indicators/synthesis/added.py", "import indicators.extracts.models"),
    "independent": ("reporting/api/added.py", "import reporting.dashboards"),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=lambda _, names: [n for n in names if n == "__pycache__"])
    return copy


def lint(tree: Path, *options: str) -> tuple[int, str]:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache", *options], cwd=tree, capture_output=True, text=True)
    return done.returncode, " ".join(done.stdout.split())


def test_all_contracts_hold(tree: Path) -> None:
    code, said = lint(tree)
    assert code == 0, said
    assert f"{len(FORBIDDEN)} kept, 0 broken" in said


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_breaking_a_contract_is_noticed(tree: Path, contract: str) -> None:
    name, statement = FORBIDDEN[contract]
    file = tree / name
    file.write_text(statement + "\n")
    try:
        code, said = lint(tree, "--contract", contract)
    finally:
        file.unlink()
    assert code == 1
    module = name.removesuffix(".py").replace("/", ".")
    assert module in said
