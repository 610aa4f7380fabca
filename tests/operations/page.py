"""The blocks of docs/production.md and docs/runbook.md, by the mark that stands before them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "production.md"
RUNBOOK = ROOT / "docs" / "runbook.md"
MARKED = re.compile(r"<!-- (try|machine|unit|proxy): (.+?) -->\n```\w+\n(.*?)```", re.DOTALL)


def blocks(kind: str, page: Path = PAGE) -> dict[str, str]:
    """By name: `try`, commands that can be tried on any machine, `machine`, those that need one of their own, `unit`, files for
    systemd, or `proxy`, what nginx is told."""
    return {name: text for found, name, text in MARKED.findall(page.read_text()) if found == kind}


def value(unit: str, key: str) -> str:
    """What a unit says of a key, first said."""
    found = re.search(rf"^{key}=(.*)$", unit, re.MULTILINE)
    if found is None:
        raise KeyError(key)
    return found[1]


def command(name: str) -> list[str]:
    """What the unit `positive-change-NAME.service` starts, as arguments for a Python interpreter."""
    program, *rest = value(blocks("unit")[f"positive-change-{name}.service"], "ExecStart").split()
    return ["-m", Path(program).name, *rest]
