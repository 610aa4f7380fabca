"""What can be done with an extract: the one code for page, command and API.

A person's part is here (receive, declare, accept, undo …); the worker's parts are `checking.check` and `loading.load`.
`user` is None for the service itself. Raises PermissionDenied, and MoveRefused when the extract's state does not allow it
(somebody may have been quicker).
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from indicators.catalogue import Period
from indicators.extracts.checking import check
from indicators.extracts.guessing import Guess, as_at_of_name
from indicators.extracts.guessing import guess as guess_at
from indicators.extracts.layouts import layout
from indicators.extracts.loading import load, settle
from indicators.extracts.models import Extract, Problem
from indicators.extracts.receiving import AlreadyHere, Stream, forget_file
from indicators.extracts.receiving import receive as receive_file
from indicators.extracts.workflow import CHECKING, DISCARDED, EXTRACT, LOADING, NEEDS_ACCEPTANCE, READY
from indicators.records import store
from indicators.records.store import Occupied
from wales_framework.access.predicates import may_load_extracts
from wales_framework.jobs.models import Job
from wales_framework.jobs.queue import latest, start
from wales_framework.workflow import MoveRefused

__all__ = [
    "AlreadyHere",
    "Guess",
    "MoveRefused",
    "Occupied",
    "WarningsNotAccepted",
    "WhyMissing",
    "accept",
    "again",
    "as_at_of",
    "check",
    "declare",
    "discard",
    "forget_rows",
    "guess",
    "job_of",
    "jobs_of",
    "load",
    "put_back",
    "receive",
    "request_preview",
    "undo",
]

CHECK_JOB, LOAD_JOB, FORGET_JOB = "extracts.check", "extracts.load", "extracts.forget"
PREVIEW_JOB = "releases.preview"  # the work of a room further on: known here by its name
JOBS = {CHECKING: CHECK_JOB, LOADING: LOAD_JOB}
PATIENCE = 10.0  # seconds for which a person waits whose step needs what somebody else is at


class WarningsNotAccepted(Exception):
    """`names`: the warnings that nobody has accepted."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = sorted(names)
        super().__init__(f"not accepted: {', '.join(self.names)}")


class WhyMissing(Exception):
    """A change that others must be able to understand was asked for without a reason."""


def receive(file: Stream, name: str, user: Any) -> Extract:
    """Store a file and note it as an extract. Raises Unreadable where it is no table, and AlreadyHere; then nothing is kept."""
    _demand(user)
    return receive_file(file, name, user)


def guess(extract: Extract) -> Guess:
    """What the file seems to be. Raises Unreadable."""
    return guess_at(extract, timezone.localdate())


def as_at_of(extract: Extract, source: str) -> date:
    """The day on which a file of this source was drawn, as far as it tells: in its name, else of figures by their editions,
    else today. Raises Unreadable."""
    today = timezone.localdate()
    if layout(source).kind == "figures":
        return guess_at(extract, today).as_at
    return as_at_of_name(extract.name, today) or today


def declare(
    extract: Extract,
    user: Any,
    *,
    source: str,
    first_period: str,
    last_period: str,
    as_at: date,
    in_background: bool = True,
) -> None:
    """Say what the file is, and have it checked (by a worker, or by the caller's own call of `check`).

    Also for an extract that was checked before under another declaration. With both periods blank they are taken from the
    file. Raises KeyError for an unknown source and ValueError for periods that are none or run backwards.
    """
    _demand(user)
    layout(source)
    if first_period or last_period:
        first, last = Period.parse(first_period), Period.parse(last_period)
        if first.start > last.end:
            raise ValueError(f"the periods run backwards: {first_period} to {last_period}")
        first_period, last_period = first.code, last.code
    declared = {
        "source": source,
        "first_period": first_period,
        "last_period": last_period,
        "as_at": as_at,
    }
    with transaction.atomic():
        EXTRACT.move(extract, "check", user, changes={**declared, "plan": {}}, detail=declared)
        extract.problems.all().delete()
        if in_background:
            start(CHECK_JOB, extract.pk, user)


def request_preview(extract_id: UUID | str) -> None:
    """Have a worker find out what loading a checked extract would do to the figures, before anybody accepts it."""
    extract = Extract.objects.get(pk=extract_id)
    if extract.state in (READY, NEEDS_ACCEPTANCE) and layout(extract.source).kind != "figures":
        start(PREVIEW_JOB, extract.pk, extract.uploaded_by)


def accept(extract: Extract, user: Any, names: Collection[str], *, in_background: bool = True) -> None:
    """Accept every warning by its name, and have the extract loaded. Raises WarningsNotAccepted."""
    _demand(user)
    with transaction.atomic():
        Extract.objects.select_for_update().get(pk=extract.pk)
        warnings = extract.problems.filter(level=Problem.Level.WARN, accepted_at=None)
        if missing := {warning.check_name for warning in warnings} - set(names):
            raise WarningsNotAccepted(missing)
        now = timezone.now()
        accepted = sorted(warning.check_name for warning in warnings)
        warnings.update(accepted_by=user, accepted_at=now)
        changes = {"accepted_by": user, "accepted_at": now}
        EXTRACT.move(extract, "accept", user, changes=changes, detail={"warnings": accepted})
        if in_background:
            start(LOAD_JOB, extract.pk, user)


def again(extract: Extract, user: Any) -> None:
    """Start the work anew that ended without a result, because something went wrong on our side."""
    _demand(user)
    if extract.state not in JOBS:
        raise MoveRefused(f"extract {extract.pk}: nothing to do again in state {extract.state}")
    start(JOBS[extract.state], extract.pk, user)


def job_of(extract: Extract) -> Job | None:
    """The newest job of the work that the extract is in; None where it is in none, or a command does it."""
    return latest(JOBS[extract.state], extract.pk) if extract.state in JOBS else None


def jobs_of(extracts: Collection[Extract]) -> dict[UUID, Job]:
    """`job_of` of each of these that has one."""
    kinds = {str(extract.pk): JOBS[extract.state] for extract in extracts if extract.state in JOBS}
    found = Job.objects.filter(target__in=list(kinds), kind__in=set(kinds.values())).order_by("created_at")
    return {UUID(job.target): job for job in found if kinds[job.target] == job.kind}  # of several the newest stays


def undo(extract: Extract, user: Any, why: str) -> None:
    """Take a loaded extract back: what it replaced counts again. Raises WhyMissing, and Occupied where a release is being drafted
    or another extract of the source loaded."""
    _change_what_counts(extract, "undo", user, why)


def put_back(extract: Extract, user: Any, why: str) -> None:
    """Make an undone or superseded extract count again, above all others of its source. Raises WhyMissing, and Occupied as `undo`
    does."""
    _change_what_counts(extract, "put_back", user, why)


def _change_what_counts(extract: Extract, move: str, user: Any, why: str) -> None:
    _demand(user)
    if not why.strip():
        raise WhyMissing
    with transaction.atomic():
        store.lock(extract.source, PATIENCE)
        if move == "put_back" and Extract.objects.filter(pk=extract.pk).exclude(rows_removed_at=None).exists():
            raise MoveRefused(f"extract {extract.pk}: its rows were removed")
        changes = {"precedence": store.next_precedence(extract.source)} if move == "put_back" else {}
        EXTRACT.move(extract, move, user, why=why.strip(), changes=changes)
        settle(extract)


def discard(extract: Extract, user: Any, why: str = "") -> None:
    """Give up an extract that is not loaded, and remove its file. Work that a worker is at comes to nothing."""
    _demand(user)
    with transaction.atomic():
        EXTRACT.move(extract, "discard", user, why=why.strip())
        forget_file(extract)
        start(FORGET_JOB, extract.pk, user)


def forget_rows(extract_id: UUID | str) -> None:
    """Remove the rows that were staged of an extract that was discarded; they count for nothing."""
    extract = Extract.objects.get(pk=extract_id)
    if extract.state == DISCARDED:
        with transaction.atomic():
            store.unstage(extract.pk)


def _demand(user: Any) -> None:
    if user is not None and not may_load_extracts(user):
        raise PermissionDenied
