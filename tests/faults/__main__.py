"""`make faults`: kill -9 of worker, web, scheduler, broker and database at random moments, while people work.

ARGS="--kills 200 --seed 1" says how often; --broker takes a RabbitMQ that is there, which is then not killed.
"""

import argparse
from io import StringIO

from tests.faults import ground
from tests.faults.ground import say

SECOND = ("prosecutions", "referrals", "interventions", "published")  # whose files are loaded, undone and put back meanwhile


def main() -> None:
    """Print what was killed and what was found; the exit code is 1 where something does not hold."""
    parser = ground.options("python -m tests.faults", __doc__, people=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mean", type=float, default=3.5, help="seconds between two kills, on average")
    parser.add_argument("--aimed", type=float, default=0.4, help="share that waits for an upload, a release's step or a pack")
    ground.run(parser.parse_args(), _try)


def _try(installation: "object", options: argparse.Namespace) -> bool:
    from django.core.management import call_command

    from tests.faults.running import Installation
    from tests.faults.trying import beside_an_undisturbed_run, copy_database, trial
    from wales_framework.access.models import User

    assert isinstance(installation, Installation)
    call_command("migrate", verbosity=0)
    people = {
        name: User.objects.create_user(name, f"{name}@example.org", "", roles=[role])
        for name, role in {"analyst": "analyst", "second": "analyst", "approver": "approver", "board": "board"}.items()
    }
    copy_database(installation.database_url, "reference")
    files = ground.generated(installation.folder / "generated", options.people, options.seed)
    split = [file for file in files if file.source not in SECOND], [file for file in files if file.source in SECOND]
    installation.start()
    disturbing = {"count": options.kills, "mean": options.mean, "aimed": options.aimed}
    found = trial(installation, people, split, **disturbing, seed=options.seed, say=say)
    found.results += beside_an_undisturbed_run(installation.database_url, files)
    _tell(found)
    return bool(found.faults)


def _tell(found: "object") -> None:
    from indicators.extracts.models import Extract
    from indicators.releases.models import Release
    from reporting.packs.models import Pack
    from tests.faults.trying import Trial
    from wales_framework.jobs.models import Job

    assert isinstance(found, Trial)
    say(f"\n{sum(found.killed.values())} kills in {found.seconds:.0f} s")
    for name, count in found.killed.most_common():
        say(f"  {count:4d} × {name}")
    say("while people were at")
    for name, count in found.during.most_common():
        say(f"  {count:4d} × {name}")
    answers = ", ".join(f"{count} × {status or 'none'}" for status, count in sorted(found.notes.answers.items()))
    say(f"answers: {answers}")
    states = StringIO()
    for model, name in ((Extract, "extracts"), (Release, "releases"), (Job, "jobs")):
        counts: dict[str, int] = {}
        for state in model.objects.values_list("state", flat=True):
            counts[state] = counts.get(state, 0) + 1
        states.write(f"{name}: {', '.join(f'{count} {state}' for state, count in sorted(counts.items()))}\n")
    say(f"{states.getvalue()}packs: {Pack.objects.exclude(file='').count()}")
    for job in Job.objects.filter(state=Job.State.FAILED):
        say(f"  failed after {job.attempts} starts: {job.kind}, {job.message}")
    attempts = sorted(Job.objects.values_list("attempts", flat=True), reverse=True)
    say(f"jobs started more than once: {sum(one > 1 for one in attempts)}, at most {attempts[0] if attempts else 0} times\n")
    for name, faults in found.results:
        say(f"{'holds' if not faults else 'DOES NOT HOLD':14s} {name}")
        for fault in faults[:20]:
            say(f"{'':14s}   {fault}")


if __name__ == "__main__":
    main()
