"""Known vulnerabilities of every locked package, Python's and npm's, as the services say that collect them.

A vulnerability ends with 1. Where a service cannot be asked (no way out of this network, or a mirror that does not have it) that
is said in capitals and ends with 0: nothing was found out, neither good nor bad.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60


def python_packages(requirements: str, *service: str) -> list[str] | None:
    """What is wrong with the packages of this file; None where nobody could be asked."""
    arguments = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--progress-spinner=off",
        "--format=json",
    ]
    told = _json([*arguments, *service, "--requirement", requirements])
    if told is None or not any("vulns" in package for package in told["dependencies"]):
        return None
    skipped = [package["name"] for package in told["dependencies"] if "skip_reason" in package]
    if skipped:
        print(f"NOT ASKED about {len(skipped)} of {requirements}: {', '.join(skipped)}")
    return [
        f"{package['name']} {package['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version'}"
        for package in told["dependencies"]
        for one in package.get("vulns", ())
    ]


def npm_packages() -> list[str] | None:
    """The same of package-lock.json."""
    told = _json(["npm", "audit", "--json", "--package-lock-only"])
    if told is None or "vulnerabilities" not in told:
        return None
    return [f"{name}: {one['severity']}, {one['range']}" for name, one in told["vulnerabilities"].items()]


def _json(arguments: list[str]) -> Any:
    """The answer of a program; None where it gave none."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            arguments, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False, env={**os.environ, "PATH": path}
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def main() -> int:
    """Ask about each list; for Python's packages the index first, which has most, then the other service."""
    found: list[str] = []
    for requirements in ("requirements.txt", "requirements-dev.txt"):
        answer = python_packages(requirements)
        if answer is None:
            answer = python_packages(requirements, "--vulnerability-service=osv")
        if answer is None:
            print(f"NOT ASKED: no service of vulnerabilities answers about {requirements} from here; try where one does.")
        found += answer or []
    answer = npm_packages()
    if answer is None:
        print("NOT ASKED: no service of vulnerabilities answers about package-lock.json from here; try where one does.")
    found += answer or []
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
