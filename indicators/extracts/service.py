"""What can be done with an extract: the one code for page, command and API.

A person's part is here (receive, declare, accept, undo …); the worker's parts are `checking.check` and `loading.load`.
`user` is None for the service itself. Raises PermissionDenied, and MoveRefused when the extract's state does not allow it
(somebody may have been quicker).
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from indicators.catalogue import Period
from indicators.extracts.checking import check
from indicators.extracts.guessing import Guess
from indicators.extracts.guessing import guess as guess_at
from indicators.extracts.layouts import layout
from indicators.extracts.loading import load, settle
from indicators.extracts.models import Extract, Problem
from indicators.extracts.receiving import AlreadyHere, Stream, forget_file
from indicators.extracts.receiving import receive as receive_file
from indicators.extracts.workflow import CHECKING, EXTRACT, LOADING
from indicators.records import store
from wales_framework.access.predicates import may_load_extracts
from wales_framework.jobs.models import Job
from wales_framework.jobs.queue import latest, start
from wales_framework.workflow import MoveRefused

__all__ = [
    "AlreadyHere",
    "Guess",
    "MoveRefused",
    "WarningsNotAccepted",
    "WhyMissing",
    "accept",
    "again",
    "check",
    "declare",
    "discard",
    "guess",
    "job_of",
    "load",
    "put_back",
    "receive",
    "undo",
]

CHECK_JOB, LOAD_JOB = "extracts.check", "extracts.load"
JOBS = {CHECKING: CHECK_JOB, LOADING: LOAD_JOB}


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

    Also for an extract that was checked before under another declaration. Raises KeyError for an unknown source and
    ValueError for periods that are none or run backwards.
    """
    _demand(user)
    layout(source)
    if Period.parse(first_period).start > Period.parse(last_period).end:
        raise ValueError(f"the periods run backwards: {first_period} to {last_period}")
    declared = {
        "source": source,
        "first_period": Period.parse(first_period).code,
        "last_period": Period.parse(last_period).code,
        "as_at": as_at,
    }
    with transaction.atomic():
        EXTRACT.move(extract, "check", user, changes={**declared, "plan": {}}, detail=declared)
        extract.problems.all().delete()
        if in_background:
            start(CHECK_JOB, extract.pk, user)


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


def undo(extract: Extract, user: Any, why: str) -> None:
    """Take a loaded extract back: what it replaced counts again. Raises WhyMissing."""
    _change_what_counts(extract, "undo", user, why)


def put_back(extract: Extract, user: Any, why: str) -> None:
    """Make an undone or superseded extract count again, above all others of its source. Raises WhyMissing."""
    _change_what_counts(extract, "put_back", user, why)


def _change_what_counts(extract: Extract, move: str, user: Any, why: str) -> None:
    _demand(user)
    if not why.strip():
        raise WhyMissing
    with transaction.atomic():
        store.lock(extract.source)
        changes = {"precedence": store.next_precedence(extract.source)} if move == "put_back" else {}
        EXTRACT.move(extract, move, user, why=why.strip(), changes=changes)
        settle(extract)


def discard(extract: Extract, user: Any, why: str = "") -> None:
    """Give up an extract that is not loaded, and remove its file. Work that a worker is at comes to nothing."""
    _demand(user)
    with transaction.atomic():
        EXTRACT.move(extract, "discard", user, why=why.strip())
        forget_file(extract)


def _demand(user: Any) -> None:
    if user is not None and not may_load_extracts(user):
        raise PermissionDenied
