"""What both programs of this folder begin with: an installation of its own, its environment, people and files."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these load Django's settings, which are known once the servers run
    from tests.faults.running import Installation
    from tests.faults.working import File

EXAMPLES = Path(__file__).resolve().parents[2] / "indicators" / "extracts" / "examples"


def say(text: str) -> None:
    print(text, flush=True)


def options(program: str, description: str | None, people: int) -> argparse.ArgumentParser:
    """What can be said to either program; `people`: how many, where nothing is said."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--people", type=int, default=people, help="whose records are worked with")
    parser.add_argument("--broker", default="", help="the address of a broker that is there, and not killed")
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs and data")
    return parser


def run(given: argparse.Namespace, trial: Callable[["Installation", argparse.Namespace], bool]) -> None:
    """Make the installation, do the trial with it, clear away. The exit code is 1 where the trial says that something failed."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    say(f"seed {given.seed}, data and logs in {folder}")
    from tests.faults.running import Installation

    installation = Installation(folder, own=True, broker_url=given.broker)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "wales_framework.settings",
        "QUEUE": f"faults-{os.getpid()}",
        "API_RATE": "100000/minute",
        "API_UPLOAD_RATE": "100000/hour",
        "PSEUDONYM_KEY": "k" * 40,
        "SECRET_KEY": "s" * 50,
    }
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    try:
        installation.prepare()
        import django

        django.setup()
        failed = trial(installation, given)
    finally:
        installation.close()
        if given.broker:
            _forget_queue(given.broker)
    if failed or given.keep:
        say(f"logs: {folder / 'logs'}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


def _forget_queue(broker: str) -> None:
    """Leave nothing in somebody else's broker."""
    from kombu import Connection, Queue

    with Connection(broker) as link:
        Queue(os.environ["QUEUE"]).bind(link.default_channel).delete()


def generated(folder: Path, people: int, seed: int) -> list["File"]:
    """A file of each source: generated records, and the published figures that are among the examples."""
    from django.core.management import call_command

    from tests.faults.working import File

    call_command("synthesise", "--from", "2021Q1", "--to", "2024Q4", people=people, seed=seed, out=folder, verbosity=0)
    paths = {path.stem: path for path in folder.glob("*.csv") if path.stem != "truth"}
    files = [File(source, path.name, path.read_bytes()) for source, path in sorted(paths.items())]
    return files + [File("published", path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob("*20*.csv"))]
