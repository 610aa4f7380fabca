"""The load of an extract: its staged rows begin to count, all at once or not at all."""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.extracts import checks, problems
from indicators.extracts.checking import FAIL, has, periods_of, table_of
from indicators.extracts.models import Extract
from indicators.extracts.plan import plan_of
from indicators.extracts.problems import Outcome
from indicators.extracts.receiving import forget_file, remove_abandoned
from indicators.extracts.workflow import EXTRACT, LOADED, LOADING
from indicators.records import store
from indicators.records.states import IN_RECORDS
from wales_framework.jobs.progress import Progress
from wales_framework.workflow import MoveRefused


def load(extract_id: UUID | str, progress: Progress) -> None:
    """Make the staged rows of an extract in state `loading` count; does nothing where it is no longer in it.

    Whatever is current of the source at this moment is what the checks have seen: if another extract was loaded since, they
    are made again, and what they find anew is asked before anything counts.
    """
    extract = Extract.objects.get(pk=extract_id)
    if extract.state != LOADING:
        return
    started = time.monotonic()
    try:
        with transaction.atomic():
            progress("queueing")
            store.lock(extract.source)
            if not _is_loading(extract):
                return
            if store.state_of(extract.source) != extract.compared_with and not _stands(extract, progress):
                return
            progress("finishing")
            _make_current(extract, started)
    except (MoveRefused, FileNotFoundError):
        # Somebody discarded the extract meanwhile; everything above is undone with the transaction.
        if _is_loading(extract):
            raise
        return
    remove_abandoned()


def _is_loading(extract: Extract) -> bool:
    return Extract.objects.filter(pk=extract.pk, state=LOADING).exists()


def _make_current(extract: Extract, started: float) -> None:
    changes = {
        "precedence": store.next_precedence(extract.source),
        "loaded_at": timezone.now(),
        "seconds": {**extract.seconds, "load": round(time.monotonic() - started, 3)},
    }
    EXTRACT.move(extract, "load", extract.accepted_by, changes=changes)
    settle(extract)
    forget_file(extract)


def settle(cause: Extract) -> None:
    """Bring the states of the source's extracts into line with who holds a current slice. Hold the source's lock."""
    holders = store.holders(cause.source)
    for extract in Extract.objects.filter(source=cause.source, state__in=IN_RECORDS):
        current = extract.pk in holders
        if current != (extract.state == LOADED):
            EXTRACT.move(extract, "restore" if current else "supersede", None, detail={"because_of": str(cause.pk)})


def _stands(extract: Extract, progress: Progress) -> bool:
    """Check again against what is current now; False when there is something to ask or to refuse first."""
    table = table_of(extract, progress)
    found = problems.outcomes(checks.make(table, progress))
    periods = periods_of(extract, table)
    plan = {} if has(found, FAIL) or periods is None else plan_of(table, periods)
    changes = {"compared_with": store.state_of(extract.source), "plan": plan}
    accepted = _accepted(extract, found)
    why = gettext_noop("Another extract of this source was loaded after the checks.")
    if has(found, FAIL):
        EXTRACT.move(extract, "fail", None, why=why, changes=changes)
    elif len(accepted) < len(found):
        EXTRACT.move(extract, "ask", None, why=why, changes=changes)
    else:
        return True
    by_name = {name: (person, at) for name, person, at in accepted}
    problems.store(extract, found)
    for problem in extract.problems.all():
        if problem.check_name in by_name:
            problem.accepted_by_id, problem.accepted_at = by_name[problem.check_name]
            problem.save(update_fields=["accepted_by", "accepted_at"])
    return False


def _accepted(extract: Extract, found: Sequence[Outcome]) -> list[tuple[str, int | None, datetime | None]]:
    """The findings that are the very same as those that somebody has accepted: name, who and when."""
    before = {problem.check_name: problem for problem in extract.problems.exclude(accepted_at=None)}
    return [
        (outcome.words.name, before[outcome.words.name].accepted_by_id, before[outcome.words.name].accepted_at)
        for outcome in found
        if outcome.words.name in before and problems.as_stored(before[outcome.words.name]) == problems.as_found(outcome)
    ]
