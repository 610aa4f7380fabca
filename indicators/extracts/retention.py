"""How long people's records are kept, and the removal of those that were kept long enough."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.catalogue import Period
from indicators.extracts.models import Extract, ProblemRow
from indicators.extracts.receiving import forget_file, remove_abandoned
from indicators.extracts.workflow import (
    DISCARDED,
    EXTRACT,
    FAILED,
    NEEDS_ACCEPTANCE,
    READY,
    SUPERSEDED,
    UPLOADED,
    WITHDRAWN,
)
from indicators.records import store
from indicators.records.models import Slice
from wales_framework import audit
from wales_framework.audit.models import Event
from wales_framework.workflow import MoveRefused

WAITING = (UPLOADED, FAILED, NEEDS_ACCEPTANCE, READY)
REPLACED = (SUPERSEDED, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, or would be: the `kind` of it, its `name`, and how many `rows`."""

    kind: str
    name: str
    rows: int


def apply(*, dry_run: bool = False) -> list[Removed]:
    """Remove what was kept long enough, each thing in a transaction of its own with its audit event."""
    now = timezone.now()
    found = [*_waiting(now, dry_run), *_replaced(now, dry_run), *_old_quarters(now, dry_run)]
    if not dry_run:
        remove_abandoned()
    return found


def _waiting(now: datetime, dry_run: bool) -> Iterator[Removed]:
    """Files that nobody took further: they hold people's identifiers as they came."""
    before = now - timedelta(days=settings.RETAIN_UNLOADED_DAYS)
    for extract in Extract.objects.filter(state__in=WAITING, uploaded_at__lt=before):
        yield Removed("file", str(extract.pk), extract.rows or 0)
        # Where another scheduler, or a person, was quicker, there is nothing left to do.
        if not dry_run:
            with suppress(MoveRefused), transaction.atomic():
                why = gettext_noop("Nobody took it further in the time for which an uploaded file is kept.")
                EXTRACT.move(extract, "discard", None, why=why)
                forget_file(extract)
                store.unstage(extract.pk)
                ProblemRow.objects.filter(problem__extract=extract).delete()


def _replaced(now: datetime, dry_run: bool) -> Iterator[Removed]:
    """Rows of extracts that others replaced, or that were taken back, long ago."""
    before = now - timedelta(days=settings.RETAIN_REPLACED_DAYS)
    for extract in _with_rows().filter(state__in=[*REPLACED, DISCARDED]):
        left = Event.objects.filter(
            target_type=extract._meta.label_lower,
            target_id=str(extract.pk),
            action__in=["extract.supersede", "extract.undo", "extract.discard"],
        ).first()
        if left is None or left.at >= before:
            continue
        yield Removed("extract", str(extract.pk), extract.rows or 0)
        if not dry_run:
            with transaction.atomic():
                store.lock(extract.source)
                still = (
                    Extract.objects.select_for_update().filter(pk=extract.pk, state=extract.state, rows_removed_at=None).first()
                )
                if still is not None:
                    store.unstage(still.pk)
                    still.rows_removed_at = now
                    still.save(update_fields=["rows_removed_at"])
                    audit.record("extract.forget", None, still)


def _old_quarters(now: datetime, dry_run: bool) -> Iterator[Removed]:
    """Records of quarters that ended longer ago than records are kept; what was published of them stays."""
    first_kept = now.date().replace(year=now.year - settings.RETAIN_RECORDS_YEARS, day=1)
    for source in store.RECORDS:
        periods = Slice.objects.filter(source=source).values_list("period", flat=True).distinct().order_by("period")
        old = [period for period in periods if Period.parse(period).end < first_kept]
        slices = Slice.objects.filter(source=source, period__in=old)
        if not slices:
            continue
        yield Removed("quarters", f"{source} {old[0]}-{old[-1]}", sum(found.rows for found in slices))
        if not dry_run:
            with transaction.atomic():
                store.lock(source)
                for extract in Extract.objects.filter(slices__in=slices).distinct():
                    audit.record("extract.forget", None, extract, periods=old)
                store.remove_slices(source, [found.pk for found in slices])


def _with_rows() -> QuerySet[Extract]:
    return Extract.objects.filter(source__in=store.RECORDS, rows_removed_at=None)
