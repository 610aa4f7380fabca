"""What people do with releases; page and command call the same functions."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases import recounting, workflow
from indicators.releases.content import content_hash, store_figures
from indicators.releases.drafting import METHOD_VERSION, draft_figures
from indicators.releases.models import Recount, Release
from indicators.releases.workflow import RELEASE
from wales_framework import audit
from wales_framework.access.predicates import may_approve_release, may_draft_release
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start
from wales_framework.refusal import Refusal

DRAFT_JOB = "releases.draft"
MOST_RECOUNTS = 5  # in which loads may come between before somebody is told so

Helpers = Callable[[Recount], AbstractContextManager[object]]


class ReleaseRefused(Refusal):
    """The step cannot be taken; the message says why and what to do instead."""


def request_draft(user: Any) -> Job:
    """Have a worker make a draft of what counts at this moment. A draft that is being made is not asked for twice."""
    _demand(user is None or may_draft_release(user))
    running = Job.objects.unfinished().filter(kind=DRAFT_JOB).first()
    if running is not None:
        return running
    with transaction.atomic():
        return start(DRAFT_JOB, recounting.begin(user).pk, user)


def draft(user: Any, progress: Progress = silent, helpers: Helpers = nullcontext) -> Release:
    """A new draft from the current records, counted here and now; it takes the place of an earlier draft.

    `user` is None for the system itself. Raises PermissionDenied, and ReleaseRefused where nothing is loaded or a release
    is already being reviewed.
    """
    _demand(user is None or may_draft_release(user))
    _refuse_where_reviewed(Release.objects.open().first())  # asked again when the draft is made, but nobody need wait for it
    return draft_recounted(recounting.begin(user), progress, helpers)


def draft_recounted(recount: Recount, progress: Progress = silent, helpers: Helpers = nullcontext) -> Release:
    """The draft of a recount that was begun: once counted to the end, it is made in one transaction.

    `helpers`: a block in which others count too. Called again for a recount that a killed worker left, it goes on where that
    one stopped; where the draft is made already it is returned. Raises ReleaseRefused.
    """
    if recount.release is not None:
        return recount.release
    for _ in range(MOST_RECOUNTS):
        started = time.monotonic()
        if not recounting.is_current(recount):
            recounting.renew(recount)
        with helpers(recount):
            recounting.count_parts(recount.pk, progress, to_the_end=True)
        recount.seconds = {"counting": round(time.monotonic() - started, 3)}
        if (release := _draft_counted(recount, progress)) is not None:
            return release
    raise ReleaseRefused(gettext_noop("Extracts were loaded again and again while the records were counted. Draft once more."))


def _draft_counted(recount: Recount, progress: Progress) -> Release | None:
    """The draft of what was counted; None where that is not what counts any more."""
    started = time.monotonic()
    progress("adding")
    counts = recounting.added(recount)
    with transaction.atomic():
        # Nothing is loaded or undone between the figures and the list of their extracts, and one draft follows another.
        for source in sorted([store.PUBLISHED, *store.SLICED]):
            store.lock(source)
        if not recounting.is_current(recount):
            return None
        user = recount.requested_by
        _replace_open_draft(user)
        basis = recounting.basis_of(recount)
        figures = draft_figures(basis, basis.plan(), counts)
        if not figures.shown.num_rows:
            raise ReleaseRefused(gettext_noop("No extract is loaded yet: there is nothing to release. Load an extract first."))
        added = time.monotonic()
        extracts = Extract.objects.filter(pk__in=store.holders(store.PUBLISHED) | basis.extracts)
        release = Release.objects.create(
            drafted_by=user,
            data_as_at=max((extract.as_at for extract in extracts if extract.as_at), default=None),
            method_version=METHOD_VERSION,
            observation_count=figures.shown.num_rows,
            counted=figures.counted,
            already_published=figures.already_published,
        )
        release.extracts.set(extracts)
        store_figures(release, figures, progress)
        progress("finishing")
        release.content_hash = content_hash(release)
        release.save(update_fields=["content_hash"])
        audit.record(
            "release.draft",
            user,
            release,
            figures=release.observation_count,
            counted=release.counted,
            content_hash=release.content_hash,
        )
        seconds = {"adding": added - started, "storing": time.monotonic() - added}
        recount.seconds |= {name: round(value, 3) for name, value in seconds.items()}
        recount.release = release
        recount.save(update_fields=["release", "seconds"])
        recounting.forget_parts(recount)
    return release


def submit(release: Release, user: Any, note: str = "") -> None:
    """Hand the draft to the approvers. Raises PermissionDenied or workflow.MoveRefused."""
    _demand(user is None or may_draft_release(user))
    changes = {"submitted_by": user, "submitted_at": timezone.now(), "note": note or release.note}
    RELEASE.move(release, "submit", user, why=note, changes=changes)


def send_back(release: Release, user: Any, why: str) -> None:
    """Return a submitted or approved release to its analyst, with the reason."""
    _demand(may_approve_release(user))
    RELEASE.move(release, "return", user, why=why, changes={"approved_by": None, "approved_at": None})


def approve(release: Release, user: Any, why: str = "") -> None:
    """Approve: only a person who neither drafted nor submitted it, and always a named one."""
    _demand(may_approve_release(user, release))
    RELEASE.move(release, "approve", user, why=why, changes={"approved_by": user, "approved_at": timezone.now()})


def publish(release: Release, user: Any) -> None:
    """Publish an approved release; from here on the database refuses any change of it."""
    _demand(may_approve_release(user, release))
    with transaction.atomic():
        if content_hash(release) != release.content_hash:
            raise ReleaseRefused(gettext_noop("The figures are not those that were approved. Draft the release again."))
        changes = {"published_by": user, "published_at": timezone.now()}
        RELEASE.move(release, "publish", user, changes=changes, detail={"content_hash": release.content_hash})


def discard(release: Release, user: Any, why: str = "") -> None:
    """Give up a release that is not published."""
    _demand(user is None or may_draft_release(user))
    RELEASE.move(release, "discard", user, why=why)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _replace_open_draft(user: Any) -> None:
    open_release = Release.objects.open().select_for_update().first()
    if open_release is not None:
        _refuse_where_reviewed(open_release)
        RELEASE.move(open_release, "discard", user, why=gettext_noop("replaced by a newer draft"))


def _refuse_where_reviewed(release: Release | None) -> None:
    if release is not None and release.state != workflow.DRAFT:
        message = gettext_noop(
            "%(release)s is waiting for approval or publication. Have it returned or published before you draft another."
        )
        raise ReleaseRefused(message, release=str(release))
