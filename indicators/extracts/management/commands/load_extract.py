"""`manage.py load_extract SOURCE FILE`: receive, check, accept and load, through the same code as the page."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.extracts import problems, service
from indicators.extracts.layouts import layouts
from indicators.extracts.models import Extract, Problem
from indicators.extracts.problems import Outcome
from indicators.extracts.pseudonyms import WrongKey
from indicators.extracts.reading import Unreadable
from indicators.extracts.workflow import EXTRACT
from wales_framework.access.models import User
from wales_framework.access.predicates import may_load_extracts
from wales_framework.jobs.progress import Progress

ROWS_SHOWN = 20
ROWS_IN_JSON = 1000


class Command(BaseCommand):
    help = "Receive, check, accept and load a file. Exit 1, with the problems, when it was not loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=[layout.source for layout in layouts()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-at", type=date.fromisoformat, help="YYYY-MM-DD; else told from the file")
        parser.add_argument("--accept-warnings", action="store_true", help="accept every warning")
        parser.add_argument("--user", help="in whose name (an analyst); else the service's own")
        parser.add_argument("--json", action="store_true", dest="as_json", help="the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json, self.quiet = options["as_json"], options["verbosity"] == 0
        user = _user(options["user"])
        self._progress = progress_on(self.stderr, quiet=self.quiet or self.as_json)
        try:
            extract = self._received(options["file"], user)
            self._take(extract, user, options)
        except Unreadable as error:
            self._tell("failed", None, [problems.unreadable(error)], {})
            sys.exit(1)
        except WrongKey as error:
            raise CommandError(str(error)) from error
        self._tell_of(extract)
        if extract.state != Extract.State.LOADED:
            sys.exit(1)

    def _received(self, path: Path, user: User | None) -> Extract:
        """The new extract, or that of the same file where it is here already."""
        try:
            with path.open("rb") as file:
                return service.receive(file, path.name, user)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except service.AlreadyHere as known:
            self._say(f"The same file is already here: extract {known.extract.pk}, {known.extract.get_state_display()}.")
            return known.extract

    def _take(self, extract: Extract, user: User | None, options: dict[str, Any]) -> None:
        """From where it is to loaded, or as far as it comes. What a killed command left behind is taken up again."""
        if EXTRACT.allows(extract.state, "check"):
            self._declare(extract, user, options)
        if extract.state == Extract.State.CHECKING:
            service.check(extract.pk, self._progress)
            extract.refresh_from_db()
        if extract.state == Extract.State.READY or (
            extract.state == Extract.State.NEEDS_ACCEPTANCE and options["accept_warnings"]
        ):
            warnings = {problem.check_name for problem in extract.problems.filter(level=Problem.Level.WARN)}
            service.accept(extract, user, warnings, in_background=False)
        if extract.state == Extract.State.LOADING:
            service.load(extract.pk, self._progress)
            extract.refresh_from_db()

    def _declare(self, extract: Extract, user: User | None, options: dict[str, Any]) -> None:
        service.declare(
            extract,
            user,
            source=options["source"],
            first_period="",  # as many as the file has
            last_period="",
            as_at=options["as_at"] or service.as_at_of(extract, options["source"]),
            in_background=False,
        )

    def _tell_of(self, extract: Extract) -> None:
        found = [problems.outcome_of(problem, ROWS_IN_JSON) for problem in extract.problems.all()]
        self._tell(extract.state, extract.rows, found, extract.seconds)
        if extract.state == Extract.State.NEEDS_ACCEPTANCE:
            self._say(
                "Nothing was loaded. Look at the warnings, then run the same command with --accept-warnings,"
                f" or accept them by name on the page of extract {extract.pk}."
            )
        elif extract.state == Extract.State.SUPERSEDED:
            self._say("Newer figures took its place. Put it back on its page if it should count again.")

    def _tell(self, state: str, rows: int | None, found: Sequence[Outcome], seconds: dict[str, float]) -> None:
        if self.as_json:
            told = [_as_json(outcome) for outcome in found]
            self.stdout.write(json.dumps({"state": state, "rows": rows, "problems": told, "seconds": seconds}))
            return
        for outcome in found:
            self._say(f"{outcome.words.level}: {outcome.message} ({outcome.count})")
            for row in outcome.places.head(ROWS_SHOWN).itertuples():
                self._say(f"    row {row.row}: {row.column} {row.value}".replace("row None: ", ""))
            self._say(f"    {outcome.guidance}")
        self._say(f"{state}: {rows or 0} rows")

    def _say(self, text: str) -> None:
        if not self.quiet and not self.as_json:
            self.stdout.write(text)


def progress_on(out: Any, *, quiet: bool) -> Progress:
    """Progress written on one line of a terminal; nowhere else."""

    def progress(step: str, done: int = 0, total: int = 0, unit: str = "") -> None:
        if not quiet and out.isatty():
            out.write(f"\r{step} {done:,}/{total:,} {unit}        ", ending="\n" if total and done >= total else "")

    return progress


def _as_json(outcome: Outcome) -> dict[str, object]:
    rows = [int(row) for row in outcome.places["row"].dropna()[:ROWS_IN_JSON]]
    return {
        "check": outcome.words.name,
        "level": outcome.words.level,
        "message": outcome.message,
        "rows": rows,
        "count": outcome.count,
    }


def _user(name: str | None) -> User | None:
    if name is None:
        return None
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is nobody called {name}.")
    if not may_load_extracts(user):
        raise CommandError(f"{name} may not load extracts.")
    return user
