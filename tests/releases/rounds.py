"""`make rounds`: release after release of the same records, of which each time other rows are missing, and the attack on all that
readers were told together.

Rows that are late, taken back and there again are what gives hidden numbers away: two releases differ by the few people whose
they are. Each round loads every source without some rows, drafts, attacks, and publishes.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import django

from wales_framework.servers import use_servers

LEVELS = [0, 60, 1, 30, 2]


def main() -> int:
    """0 where nothing could be worked out in any round."""
    parser = argparse.ArgumentParser(prog="python -m tests.releases.rounds", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--people", type=int, default=700)
    parser.add_argument("--from", dest="first", default="2018Q1")
    parser.add_argument("--to", dest="last", default="2019Q4")
    parser.add_argument("--missing", type=int, nargs="+", default=LEVELS, help="rows of a thousand that each round leaves out")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "wales_framework.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ.setdefault("PREPARE_PAGES", "0")
    use_servers()
    django.setup()
    from benchmarks.databases import fresh_database, own_database

    leaks = 0
    with own_database():
        for seed in options.seeds:
            with fresh_database(f"rounds{seed}"), tempfile.TemporaryDirectory() as folder:
                leaks += _rounds(Path(folder), seed, options)
    print(f"{leaks} leaks")
    return 1 if leaks else 0


def _rounds(folder: Path, seed: int, options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from indicators.records import store
    from indicators.releases import auditing, service
    from tests.conftest import make_people
    from tests.releases.test_protected import drafted, load_most

    people = make_people()
    call_command(
        "synthesise", "--from", options.first, "--to", options.last, people=options.people, seed=seed, out=folder, verbosity=0
    )
    leaks = 0
    for number, missing in enumerate(options.missing, 1):
        begun = time.monotonic()
        for source in store.SLICED:
            _in_another_order(folder / f"{source}.csv", number)
            load_most(folder, source, missing)
        release = drafted()
        found = auditing.audit(release)
        leaks += len(found.leaks)
        told = f"seed {seed}, round {number}, {missing} of 1000 missing: {found.hidden} hidden, {found.attacked} attacked"
        print(f"{told}, {len(found.leaks)} leaks, {time.monotonic() - begun:.0f} s", flush=True)
        for leak in found.leaks[:5]:
            print("  ", leak)
        if found.leaks:
            return leaks  # nobody would publish it
        service.submit(release, people["analyst"], accepting=None)
        service.approve(release, people["approver"], accepting=None)
        service.publish(release, people["approver"], accepting=None)
    return leaks


def _in_another_order(file: Path, number: int) -> None:
    """Where no row is missing, or the same as before, it would be the same file again, which is refused."""
    heading, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    Random(number).shuffle(rows)
    file.write_text("".join([heading, *rows]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
