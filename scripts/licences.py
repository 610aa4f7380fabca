"""Licences of every package: `licences.py` compares with pyproject.toml and docs/licences.md, `licences.py --write` writes that.

[tool.licences] in pyproject.toml lists what may be used, and packages whose licence was looked up by hand, with the reason.
"""

import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "licences.md"


def licence_of(package: Distribution) -> str:
    """What the package says of itself, in the order in which such sayings came into use, newest first."""
    about: Any = package.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License :: OSI Approved :: ")
    ]
    if classified:
        return " AND ".join(sorted(classified))
    return str(about.get("License") or "not said").strip().splitlines()[0][:80]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages() -> dict[str, str]:
    """Name and licence of the locked packages that are here; one that another system needs only is told there."""
    locked = {normal(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE)}
    return {normal(one.name): licence_of(one) for one in distributions() if normal(one.name) in locked}


def npm_packages() -> dict[str, str]:
    """The same of npm's, of all systems: the lock says it."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return {path.rpartition("node_modules/")[2]: one.get("license", "not said") for path, one in lock["packages"].items() if path}


def wrong(found: dict[str, str], rules: dict[str, Any]) -> list[str]:
    """Packages whose licence is not one of those that may be used, nor looked up by hand. Of "A OR B" one is enough."""
    allowed, by_hand = set(rules["allowed"]), rules["by-hand"]
    return [
        f"{name}: {said}"
        for name, said in sorted(found.items())
        if name not in by_hand
        and not any(set(re.split(r" AND ", choice.strip())) <= allowed for choice in re.split(r" OR ", said))
    ]


def written(runtime: set[str], python: dict[str, str], npm: dict[str, str], rules: dict[str, Any]) -> str:
    """docs/licences.md: what the service runs on. Tools for development are checked, and not in the list."""
    lines = [
        "# Licences",
        "",
        "What the service is made of beside its own code; `make check` compares this list, `make licences` writes it.",
    ]
    lines += ["", "| Python package | licence |", "|---|---|"]
    lines += [f"| {name} | {rules['by-hand'].get(name, python[name])} |" for name in sorted(python) if name in runtime]
    lines += ["", "| npm package | licence |", "|---|---|"]
    lines += [f"| {name} | {rules['by-hand'].get(name, licence)} |" for name, licence in sorted(npm.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["licences"]
    python, npm = python_packages(), npm_packages()
    runtime = {normal(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)}
    text = written(runtime, python, npm, rules)
    if "--write" in sys.argv:
        LIST.write_text(text)
    problems = [f"This licence is not among those that may be used: {one}" for one in wrong(python | npm, rules)]
    stale = sorted(set(rules["by-hand"]) - set(python | npm))
    problems += [f"pyproject.toml tells of the licence of {name}, which is not used." for name in stale]
    if not LIST.exists() or LIST.read_text() != text:
        problems.append("docs/licences.md is not what is used: run make licences.")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
