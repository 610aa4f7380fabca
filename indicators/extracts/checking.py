"""The check of an extract: read, check, plan; then its rows and one move, with what was found."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
from django.db import transaction
from numpy.typing import NDArray

from indicators.catalogue import Period
from indicators.extracts import checks, problems, terms
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract, Problem
from indicators.extracts.plan import plan_of
from indicators.extracts.problems import Outcome
from indicators.extracts.reading import Unreadable
from indicators.extracts.reading.apart import read
from indicators.extracts.receiving import open_file
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.staging import people_of, stage
from indicators.extracts.table import Table
from indicators.extracts.workflow import CHECKING, EXTRACT
from indicators.records import store
from indicators.records.states import IN_RECORDS
from wales_framework.jobs.progress import Progress
from wales_framework.workflow import MoveRefused

FAIL, WARN = Problem.Level.FAIL, Problem.Level.WARN


def check(extract_id: UUID | str, progress: Progress) -> None:
    """Check an extract that is in state `checking`, and stage its rows where no check fails; nothing where it is no longer.

    Everything is written in one transaction, so a check that was cut short is simply made again.
    """
    extract = Extract.objects.get(pk=extract_id)
    if extract.state != CHECKING:
        return
    started = time.monotonic()
    compared_with = store.state_of(extract.source)
    try:
        table = table_of(extract, progress)
    except Unreadable as error:
        _conclude(extract, [problems.unreadable(error)], {"seconds": _seconds(extract, read=started)})
        return
    except FileNotFoundError:
        if _was_discarded(extract):
            return
        raise
    read_at = time.monotonic()
    with people_of(table) as people:
        found = problems.outcomes(checks.make(table, progress))
        checked_at = time.monotonic()
        changes: dict[str, object] = {"rows": table.size, "plan": {}, "compared_with": compared_with}
        seconds = {**extract.seconds, "read": read_at - started, "check": checked_at - read_at}
        periods = periods_of(extract, table)
        if has(found, FAIL) or periods is None:
            _conclude(extract, found, {**changes, "seconds": _rounded(seconds)})
            return
        changes |= {"first_period": periods[0].code, "last_period": periods[1].code}
        progress("comparing")
        changes["plan"] = plan_of(table, periods)

        def put_rows() -> None:
            began = time.monotonic()
            stage(extract, table, people, periods, progress)
            changes["seconds"] = _rounded({**seconds, "copy": time.monotonic() - began})

        _conclude(extract, found, changes, put_rows)


def table_of(extract: Extract, progress: Progress) -> Table | RecordTable:
    """The extract's file as the table that its declaration says it is, beside what counts now.

    Raises Unreadable, FileNotFoundError.
    """
    found = layout(extract.source)
    declared: dict[str, Any] = {
        "first_period": Period.parse(extract.first_period) if extract.first_period else None,
        "last_period": Period.parse(extract.last_period) if extract.last_period else None,
        "as_at": extract.as_at,
    }
    with open_file(extract) as file:
        document = read(file, extract.size, progress, repeated=found.is_repeated)
    if found.kind == "records":
        beside = partial(events_beside, extract.source)
        return RecordTable.of(document, found, history=history_of(extract.source), terms=terms, beside=beside, **declared)
    return Table.of(document, found, current=current_of(extract.source), **declared)


def current_of(source: str) -> pd.DataFrame:
    """What counts now of a source of figures or counts, for the checks that compare."""
    if source == store.PUBLISHED:
        return store.current_published()
    return store.current_counts([found.id for found in store.current_slices(source)])


def history_of(source: str) -> pd.DataFrame:
    """The quarters of a source of records that count now: period, and the rows of each."""
    slices = store.current_slices(source)
    return pd.DataFrame({"period": [found.period for found in slices], "rows": [found.rows for found in slices]})


def events_beside(source: str, periods: Collection[str]) -> Iterator[tuple[str, str, NDArray[np.uint64]]]:
    """Of each quarter but these that counts now: its code, the name of its extract, and its events."""
    names = dict(Extract.objects.filter(source=source, state__in=IN_RECORDS).values_list("pk", "name"))
    for found, events in store.events_beside(source, periods):
        yield found.period, names.get(found.extract_id, ""), events


def periods_of(extract: Extract, table: Table | RecordTable) -> tuple[Period, Period] | None:
    """The periods that were declared; where nothing was, those of the file. None where it has none that is understood."""
    if extract.first_period and extract.last_period:
        return Period.parse(extract.first_period), Period.parse(extract.last_period)
    return table.first_and_last()


def has(found: Sequence[Outcome], level: Problem.Level) -> bool:
    return any(outcome.words.level == level for outcome in found)


def _seconds(extract: Extract, **started: float) -> dict[str, float]:
    now = time.monotonic()
    return {**extract.seconds, **{name: round(now - since, 3) for name, since in started.items()}}


def _rounded(seconds: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in seconds.items()}


def _conclude(
    extract: Extract, found: Sequence[Outcome], changes: dict[str, object], put_rows: Callable[[], None] | None = None
) -> None:
    outcome = "fail" if has(found, FAIL) else "ask" if has(found, WARN) else "pass"
    named = sorted(finding.words.name for finding in found)
    try:
        with transaction.atomic():
            if put_rows is not None:
                put_rows()
            EXTRACT.move(extract, outcome, None, changes=changes, detail={"found": named})
            problems.store(extract, found)
    except MoveRefused:
        if not _was_discarded(extract):
            raise


def _was_discarded(extract: Extract) -> bool:
    """Somebody took the extract away while it was being worked on: then there is nothing left to do."""
    return not Extract.objects.filter(pk=extract.pk, state=CHECKING).exists()
