"""What stands in the feeds: releases, corrections and withdrawals; and for each group what is said of it that was not before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue
from reporting import published
from reporting.published import Edition
from reporting.selection import TOTAL, Selection
from reporting.verdicts import Verdict

EDITIONS = 8  # as far back as a group's feed looks: two years of quarterly releases


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is new. `key` names it for ever; `path` is where it can be read; `summary` has plain text."""

    key: str
    title: str
    summary: str
    path: str
    at: datetime


def of_releases() -> list[Entry]:
    """Releases, corrections and withdrawals, the newest first."""
    found = [_release(one) for one in published.all_editions()]
    for correction in published.corrections():
        at = correction.release.published_at or correction.written_at
        title = _("%(release)s corrects %(corrected)s") % {"release": correction.release, "corrected": correction.corrected}
        key = f"R{correction.release_id}/corrects/R{correction.corrected_id}"
        found.append(Entry(key, title, f"{correction.wrong} {correction.changed}", reverse("releases:corrections"), at))
    for withdrawal in published.withdrawals():
        title = _("%(release)s was withdrawn") % {"release": withdrawal.release}
        at = withdrawal.decided_at or withdrawal.requested_at
        key = f"R{withdrawal.release_id}/withdrawn"
        found.append(Entry(key, title, str(withdrawal.reason), reverse("releases:calendar"), at))
    return sorted(found, key=lambda one: one.at, reverse=True)


def of_group(code: str) -> list[Entry]:
    """The verdicts on a group's indicators that are others than in the release before, the newest first."""
    indicators = [one.code for one in catalogue.indicators() if one.group == code]
    editions = published.all_editions()[:EDITIONS]
    said = {one.id: {_series(verdict): verdict for verdict in one.findings(indicator=indicators)} for one in editions}
    return [
        _changed(later, verdict, before)
        for later, earlier in pairwise(editions)
        for verdict, before in _changes(said[later.id].values(), said[earlier.id])
    ]


def _release(edition: Edition) -> Entry:
    count = edition.observation_count
    parts = [
        ngettext("Release %(name)s has %(count)d figure.", "Release %(name)s has %(count)d figures.", count)
        % {"name": edition.name, "count": count}
    ]
    if edition.data_as_at:
        parts.append(_("Data as at %(day)s.") % {"day": date_format(edition.data_as_at, "j F Y")})
    if edition.note:
        parts.append(edition.note)
    title = _("Release %(name)s, %(day)s") % {
        "name": edition.name,
        "day": date_format(timezone.localtime(edition.published_at), "j F Y"),
    }
    return Entry(edition.name, title, " ".join(parts), f"{reverse('dashboards:home')}?release={edition.id}", edition.published_at)


def _changes(later: Iterable[Verdict], earlier: dict[tuple[str, ...], Verdict]) -> list[tuple[Verdict, Verdict]]:
    found = [(one, earlier[_series(one)]) for one in later if _series(one) in earlier]
    return [(one, before) for one, before in found if one.verdict != before.verdict]


def _changed(edition: Edition, verdict: Verdict, before: Verdict) -> Entry:
    words = {"title": verdict.title, "area": verdict.area_name, "now": verdict.label, "before": before.label}
    title = _("%(title)s, %(area)s: %(now)s (before: %(before)s)") % words
    selection = Selection(
        cohort=(verdict.cohort,),
        breakdown=(verdict.breakdown or TOTAL,),
        category=(verdict.category or TOTAL,),
        area=(verdict.area_code,),
        release=edition.id,
    )
    path = f"{reverse('dashboards:indicator', args=[verdict.indicator])}?{selection.to_query()}"
    summary = " ".join(part for part in (verdict.sentence, verdict.beside) if part)
    return Entry("/".join((edition.name, *_series(verdict))), title, summary, path, edition.published_at)


def _series(verdict: Verdict) -> tuple[str, ...]:
    return verdict.indicator, verdict.cohort, verdict.area_code, verdict.breakdown, verdict.category
