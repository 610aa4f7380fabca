"""What people do with releases; page and command call the same functions."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.commentary import service as commentary
from indicators.events import rebases_in_force
from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases import auditing, recounting, workflow
from indicators.releases.checklist import demand_passed
from indicators.releases.content import content_hash, store_figures, store_findings
from indicators.releases.drafting import METHOD_VERSION, draft_figures
from indicators.releases.models import Recount, Release
from indicators.releases.refusals import ReleaseRefused, demand
from indicators.releases.workflow import RELEASE
from wales_framework import audit
from wales_framework.access.predicates import may_approve_release, may_draft_release
from wales_framework.audit import chain
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start
from wales_framework.workflow import MoveRefused

DRAFT_JOB = "releases.draft"
MOST_RECOUNTS = 5  # in which loads may come between before somebody is told so

__all__ = [
    "DRAFT_JOB",
    "ReleaseRefused",
    "approve",
    "discard",
    "draft",
    "draft_recounted",
    "publish",
    "request_draft",
    "send_back",
    "step",
    "submit",
]

Helpers = Callable[[Recount], AbstractContextManager[object]]


def request_draft(user: Any) -> Job:
    """Have a worker make a draft of what counts at this moment. A draft that is being made is not asked for twice."""
    demand(user is None or may_draft_release(user))
    running = Job.objects.unfinished().filter(kind=DRAFT_JOB).first()
    if running is not None:
        return running
    with transaction.atomic():
        return start(DRAFT_JOB, recounting.ask(user).pk, user)


def draft(user: Any, progress: Progress = silent, helpers: Helpers = nullcontext) -> Release:
    """A new draft from the current records, counted here and now; it takes the place of an earlier draft.

    `user` is None for the system itself. Raises PermissionDenied, and ReleaseRefused where nothing is loaded or a release
    is already being reviewed.
    """
    demand(user is None or may_draft_release(user))
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
        # A worker that lost its lock of the job with its connection, and the one that took the job over, come here both.
        made = Recount.objects.select_for_update().select_related(None).get(pk=recount.pk).release
        if made is not None:
            return made
        if not recounting.is_current(recount):
            return None
        user = recount.requested_by
        replaced = _replace_open_draft(user)
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
            rebases=rebases_in_force(),
        )
        release.extracts.set(extracts)
        if replaced is not None:
            _carry_over(replaced, release)
        commentary.carry_over(release, user)
        store_figures(release, figures, progress)
        store_findings(release, figures)
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


def submit(
    release: Release, user: Any, note_en: str = "", note_cy: str = "", *, accepting: Collection[str] | None = None
) -> None:
    """Hand the draft to the approvers, with a note to them and to readers. `accepting`: see checklist.demand_passed.

    Raises PermissionDenied, ReleaseRefused where the checklist is not passed, or MoveRefused.
    """
    demand(user is None or may_draft_release(user))
    auditing.bring_up_to_date(release, user=user)
    with step(release):
        release.note_en, release.note_cy = note_en or release.note_en, note_cy or release.note_cy
        accepted = demand_passed(release, user, accepting)
        notes = {"note_en": release.note_en, "note_cy": release.note_cy}
        changes = {"submitted_by": user, "submitted_at": timezone.now(), **notes}
        RELEASE.move(release, "submit", user, why=note_en or note_cy, changes=changes, detail=accepted)


def send_back(release: Release, user: Any, why: str) -> None:
    """Return a submitted, approved or scheduled release to its analyst, with the reason. Nobody reads it beforehand then."""
    demand(may_approve_release(user))
    nobody = {"approved_by": None, "approved_at": None, "scheduled_for": None, "scheduled_by": None}
    RELEASE.move(release, "return", user, why=why, changes=nobody)


def approve(release: Release, user: Any, why: str = "", *, accepting: Collection[str] | None = None) -> None:
    """Approve: only a person who neither drafted nor submitted it, and always a named one."""
    demand(may_approve_release(user, release))
    auditing.bring_up_to_date(release, user=user)
    with step(release):
        accepted = demand_passed(release, user, accepting)
        changes = {"approved_by": user, "approved_at": timezone.now()}
        RELEASE.move(release, "approve", user, why=why, changes=changes, detail=accepted)


def publish(release: Release, user: Any, *, accepting: Collection[str] | None = None) -> None:
    """Publish an approved or scheduled release now; from here on the database refuses any change of it."""
    demand(may_approve_release(user, release))
    auditing.bring_up_to_date(release, user=user)
    with step(release):
        accepted = demand_passed(release, user, accepting)
        demand_figures_as_approved(release)
        changes = {"published_by": user, "published_at": timezone.now()}
        RELEASE.move(release, "publish", user, changes=changes, detail={"content_hash": release.content_hash, **accepted})
        chain.witness_at_commit()


def demand_figures_as_approved(release: Release) -> None:
    """Raises ReleaseRefused where the figures are not those whose hash was written down when they were drafted."""
    if content_hash(release) != release.content_hash:
        raise ReleaseRefused(gettext_noop("The figures are not those that were approved. Draft the release again."))


def discard(release: Release, user: Any, why: str = "") -> None:
    """Give up a release that is not published."""
    demand(user is None or may_draft_release(user))
    RELEASE.move(release, "discard", user, why=why)


@contextmanager
def step(release: Release) -> Iterator[None]:
    """One transaction in which nobody else takes a step with this release; what it was is left where the step is refused."""
    before = {name: getattr(release, name) for name in ("state", "note_en", "note_cy")}
    try:
        with transaction.atomic():
            Release.objects.select_for_update().get(pk=release.pk)
            yield
    except (ReleaseRefused, MoveRefused):
        for name, value in before.items():
            setattr(release, name, value)
        raise


def _replace_open_draft(user: Any) -> Release | None:
    """Gives the draft that was replaced, if there was one."""
    open_release = Release.objects.open().select_for_update().first()
    if open_release is not None:
        _refuse_where_reviewed(open_release)
        RELEASE.move(open_release, "discard", user, why=gettext_noop("replaced by a newer draft"))
    return open_release


def _carry_over(replaced: Release, release: Release) -> None:
    """What people wrote for the draft goes on with the one in its place."""
    release.note_en, release.note_cy = replaced.note_en, replaced.note_cy
    release.save(update_fields=["note_en", "note_cy"])
    replaced.corrections.update(release=release)


def _refuse_where_reviewed(release: Release | None) -> None:
    if release is not None and release.state != workflow.DRAFT:
        message = gettext_noop(
            "%(release)s is waiting for approval or publication. Have it returned or published before you draft another."
        )
        raise ReleaseRefused(message, release=str(release))
