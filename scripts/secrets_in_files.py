"""Whether a secret stands in a file of the project: every tracked file is looked through, what is known is in .secrets.baseline.

`secrets_in_files.py --write` takes what is found now into the baseline, for somebody to look at: only what is no secret may stay.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ".secrets.baseline"
MOVED = 3  # what is known stands in other lines now, and nothing else was found
# Locks hold hashes; catalogues and content are texts.
LEFT_OUT = re.compile(r"(^|/)(requirements.*\.txt|package-lock\.json|\.secrets\.baseline)$|\.(po|png|csv)$|^tests/sources/")
# Each kind of secret is looked for in each line: those of companies with which this service has nothing to do are not.
KINDS = [
    "Artifactory", "AzureStorageKey", "Cloudant", "DiscordBotToken", "IbmCloudIam", "IbmCosHmac", "IPPublic", "Mailchimp",
    "SendGrid", "Softlayer", "SquareOAuth", "Stripe", "TelegramBotToken", "TwilioKey",
]  # fmt: skip
DISABLED = [part for kind in KINDS for part in ("--disable-plugin", f"{kind}Detector")]


def files() -> list[str]:
    """Tracked ones; of a copy without git everything that is not built or installed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else _walked()
    return [
        name
        for name in names
        if name and not LEFT_OUT.search(name) and (ROOT / name).is_file() and not (ROOT / name).is_symlink()
    ]


def _walked() -> list[str]:
    built = {".venv", ".data", "node_modules", "dist", "collected", "__pycache__"}
    return [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not built & set(path.relative_to(ROOT).parts)]


def main() -> int:
    tool = [sys.executable, "-m"]
    if "--write" in sys.argv:
        done = subprocess.run(
            [*tool, "detect_secrets", "scan", *DISABLED, *files()], cwd=ROOT, capture_output=True, text=True, check=True
        )
        (ROOT / BASELINE).write_text(re.sub(r'"generated_at": ".*"', '"generated_at": "2000-01-01T00:00:00Z"', done.stdout))
        return 0
    known = (ROOT / BASELINE).read_bytes()
    done = subprocess.run([*tool, "detect_secrets.pre_commit_hook", "--baseline", BASELINE, *files()], cwd=ROOT, check=False)
    if done.returncode == MOVED:
        (ROOT / BASELINE).write_bytes(known)  # a check changes nothing
        return 0
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
