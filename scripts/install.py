"""Install what is locked into an environment that has a pip: by uv, which takes a quarter of pip's time, or else by pip itself.

    python scripts/install.py .venv/bin/python requirements-dev.txt

uv comes first and alone, by pip, with the hash that it is locked with. Where packages come from is what pip was told on this
machine; where uv cannot do it, pip does. Standard library only.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

# What pip calls it, and the name that uv reads it by. Several indexes are all asked: hashes decide which file is the right one.
NAMES = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS", "cert": "SSL_CERT_FILE"}


def main(python: str, requirements: str) -> None:
    """Install all of the file, each package with its hash. Raises CalledProcessError where neither uv nor pip could."""
    pip = [python, "-m", "pip"]
    if _with_uv(pip, python, requirements):
        return
    print("uv could not install what is locked: pip does it, which takes longer.", flush=True)
    subprocess.run([*pip, "install", "--quiet", "--no-compile", "--require-hashes", "--requirement", requirements], check=True)


def _with_uv(pip: list[str], python: str, requirements: str) -> bool:
    block = re.search(r"^uv==(?:.*\\\n)*.*", Path(requirements).read_text(), re.MULTILINE)
    if block is None:
        return False
    only = Path(python).with_name("uv-alone.txt")
    only.write_text(block.group() + "\n")
    try:
        found = subprocess.run([*pip, "install", "--quiet", "--no-compile", "--require-hashes", "--requirement", str(only)])
    finally:
        only.unlink()
    if found.returncode:
        return False
    uv = [str(Path(python).with_name("uv")), "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    return subprocess.run([*uv, "--requirement", requirements], env={**_told(pip), **os.environ}).returncode == 0


def _told(pip: list[str]) -> dict[str, str]:
    """What pip was told by its files and by the environment, in uv's names."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for key, value in re.findall(r"^[\w:]+\.([\w-]+)=(.+)$", listed, re.MULTILINE):
        if key in NAMES:
            found[NAMES[key]] = " ".join(str(ast.literal_eval(value)).split())
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
