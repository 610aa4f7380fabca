"""The check of an extract: read, check, plan; then one move, with what was found."""

import time
from collections.abc import Sequence
from uuid import UUID

import pandas as pd
from django.db import transaction

from indicators.catalogue import Period
from indicators.extracts import checks, problems
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract, Problem
from indicators.extracts.plan import plan_of
from indicators.extracts.problems import Outcome
from indicators.extracts.reading import Unreadable, read
from indicators.extracts.receiving import open_file
from indicators.extracts.table import Table
from indicators.extracts.workflow import CHECKING, EXTRACT
from indicators.records import store
from wales_framework.jobs.progress import Progress
from wales_framework.workflow import MoveRefused

FAIL, WARN = Problem.Level.FAIL, Problem.Level.WARN


def check(extract_id: UUID | str, progress: Progress) -> None:
    """Check an extract that is in state `checking`; does nothing where it is no longer.

    Everything is written at the end in one transaction, so a check that was cut short is simply made again.
    """
    extract = Extract.objects.get(pk=extract_id)
    if extract.state != CHECKING:
        return
    started = time.monotonic()
    compared_with = store.state_of(extract.source)
    try:
        table = table_of(extract, progress, store.current_published())
    except Unreadable as error:
        _conclude(extract, [problems.unreadable(error)], {"seconds": _seconds(extract, read=started)})
        return
    except FileNotFoundError:
        if _was_discarded(extract):
            return
        raise
    read_at = time.monotonic()
    found = problems.outcomes(checks.make(table, progress))
    plan: dict[str, object] = {}
    if not has(found, FAIL):
        progress("comparing")
        plan = plan_of(table)
    seconds = {**extract.seconds, "read": read_at - started, "check": time.monotonic() - read_at}
    changes = {
        "rows": len(table.frame),
        "plan": plan,
        "compared_with": compared_with,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }
    _conclude(extract, found, changes)


def table_of(extract: Extract, progress: Progress, current: pd.DataFrame) -> Table:
    """The extract's file as the table that its declaration says it is. Raises Unreadable, FileNotFoundError."""
    with open_file(extract) as file:
        document = read(file, extract.size, progress)
    return Table.of(
        document,
        layout(extract.source),
        current=current,
        first_period=Period.parse(extract.first_period),
        last_period=Period.parse(extract.last_period),
        as_at=extract.as_at,
    )


def has(found: Sequence[Outcome], level: Problem.Level) -> bool:
    return any(outcome.words.level == level for outcome in found)


def _seconds(extract: Extract, **started: float) -> dict[str, float]:
    now = time.monotonic()
    return {**extract.seconds, **{name: round(now - since, 3) for name, since in started.items()}}


def _conclude(extract: Extract, found: Sequence[Outcome], changes: dict[str, object]) -> None:
    outcome = "fail" if has(found, FAIL) else "ask" if has(found, WARN) else "pass"
    named = sorted(finding.words.name for finding in found)
    try:
        with transaction.atomic():
            EXTRACT.move(extract, outcome, None, changes=changes, detail={"found": named})
            problems.store(extract, found)
    except MoveRefused:
        if not _was_discarded(extract):
            raise


def _was_discarded(extract: Extract) -> bool:
    """Somebody took the extract away while it was being worked on: then there is nothing left to do."""
    return not Extract.objects.filter(pk=extract.pk, state=CHECKING).exists()
