"""What people do with releases; page and command call the same functions."""

import hashlib
import io
from typing import Any

import pandas as pd
import pyarrow as pa
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from indicators.extracts.models import Extract
from indicators.records import store
from indicators.records.copying import copy_in
from indicators.releases import workflow
from indicators.releases.drafting import KEY, METHOD_VERSION, draft_figures
from indicators.releases.models import ExactObservation, Observation, Release
from indicators.releases.rows import COLUMNS, as_row, observations, write_csv
from indicators.releases.workflow import RELEASE
from wales_framework import audit
from wales_framework.access.predicates import may_approve_release, may_draft_release
from wales_framework.jobs.progress import Progress, silent
from wales_framework.refusal import Refusal

SHOWN_COLUMNS = [
    *KEY, "numerator", "denominator", "value", "lower", "upper",
    "unit", "symbol", "vintage", "source", "origin", "derived", "extract_id",
]  # fmt: skip


class ReleaseRefused(Refusal):
    """The step cannot be taken; the message says why and what to do instead."""


def draft(user: Any, progress: Progress = silent) -> Release:
    """A new draft from the current records; it takes the place of an earlier draft. One transaction.

    `user` is None for the system itself. Raises PermissionDenied, and ReleaseRefused where nothing is loaded or a release
    is already being reviewed.
    """
    _demand(user is None or may_draft_release(user))
    with transaction.atomic():
        # Nothing is loaded or undone between the figures and the list of their extracts, and one draft follows another.
        store.lock("published")
        _replace_open_draft(user)
        progress("collecting")
        exact, shown = draft_figures()
        if shown.empty:
            raise ReleaseRefused(gettext_noop("No extract is loaded yet: there is nothing to release. Load an extract first."))
        extracts = Extract.objects.filter(pk__in=store.holders("published"))
        release = Release.objects.create(
            drafted_by=user,
            data_as_at=max((extract.as_at for extract in extracts if extract.as_at), default=None),
            method_version=METHOD_VERSION,
            observation_count=len(shown),
        )
        release.extracts.set(extracts)
        _store(ExactObservation, exact.assign(release_id=release.pk))
        _store(Observation, shown[SHOWN_COLUMNS].assign(release_id=release.pk), progress)
        progress("finishing")
        release.content_hash = content_hash(release)
        release.save(update_fields=["content_hash"])
        audit.record("release.draft", user, release, figures=len(shown), content_hash=release.content_hash)
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


def content_hash(release: Release) -> str:
    """SHA-256 of the release's figures as English CSV, without its own number: equal figures have equal hashes."""
    out = io.StringIO()
    with translation.override("en"):
        columns = [column for column in COLUMNS if column != "release"]
        write_csv((as_row(row) for row in observations(release)), out, columns)
    return hashlib.sha256(out.getvalue().encode()).hexdigest()


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _replace_open_draft(user: Any) -> None:
    open_release = Release.objects.open().select_for_update().first()
    if open_release is None:
        return
    if open_release.state != workflow.DRAFT:
        message = gettext_noop(
            "%(release)s is waiting for approval or publication. Have it returned or published before you draft another."
        )
        raise ReleaseRefused(message, release=str(open_release))
    RELEASE.move(open_release, "discard", user, why=gettext_noop("replaced by a newer draft"))


def _store(model: type[ExactObservation] | type[Observation], frame: pd.DataFrame, progress: Progress = silent) -> None:
    copy_in(model._meta.db_table, pa.Table.from_pandas(frame, preserve_index=False), progress, step="storing")
