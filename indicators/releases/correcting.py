"""Corrections: a release that puts right what an earlier one said."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from indicators.releases import workflow
from indicators.releases.models import Correction, Release
from indicators.releases.refusals import ReleaseRefused, demand
from wales_framework import audit
from wales_framework.access.predicates import may_draft_release


def correct(release: Release, corrected: Release, user: Any, since: date, wrong: dict[str, str], changed: dict[str, str]) -> None:
    """Write down that a draft corrects a published release; `wrong` and `changed` have the words under "en" and "cy".

    A second call replaces the words of the first. Raises PermissionDenied, ReleaseRefused.
    """
    demand(may_draft_release(user))
    with transaction.atomic():
        _demand_draft(release)
        if corrected.state != workflow.PUBLISHED:
            raise ReleaseRefused(
                gettext_noop("%(release)s is not published: there is nothing to correct."), release=str(corrected)
            )
        words = {
            "wrong_since": since, "wrong_en": wrong["en"], "wrong_cy": wrong["cy"], "changed_en": changed["en"],
            "changed_cy": changed["cy"], "written_by": user,
        }  # fmt: skip
        Correction.objects.update_or_create(release=release, corrected=corrected, defaults=words)
        audit.record("release.correct", user, release, wrong["en"], corrects=str(corrected))


def take_back(correction: Correction, user: Any) -> None:
    """The draft does not correct that release after all."""
    demand(may_draft_release(user))
    with transaction.atomic():
        _demand_draft(correction.release)
        audit.record("release.take_correction_back", user, correction.release, corrects=f"R{correction.corrected_id}")
        correction.delete()


def published_corrections() -> list[Correction]:
    """Those that readers have, the newest first."""
    found = Correction.objects.filter(release__state=workflow.PUBLISHED).exclude(release__withdrawals__state=workflow.CONFIRMED)
    return list(found.select_related("release", "corrected").order_by("-release__published_at", "-pk"))


def corrections_of(number: int) -> list[Correction]:
    """What readers know to be wrong in this release. Hardly any has such a thing, and every page of figures asks."""
    if not Correction.objects.filter(corrected=number).exists():
        return []
    return [one for one in published_corrections() if one.corrected_id == number]


def _demand_draft(release: Release) -> None:
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.state != workflow.DRAFT:
        message = gettext_noop("%(release)s is not a draft any more: have it returned before you change what it corrects.")
        raise ReleaseRefused(message, release=str(release))
