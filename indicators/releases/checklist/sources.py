"""Whether the release is made of what it should be: recent extracts, all of them, without gaps."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.catalogue.periods import Period
from indicators.extracts.layouts import layout
from indicators.extracts.models import Extract
from indicators.records import store
from indicators.releases.checklist.base import Params, check
from indicators.releases.models import RecountedSlice, Release
from priority_groups import content


@check(
    "newer_extracts",
    "warning",
    _("Nothing was loaded or taken back since the release was drafted"),
    _("Since the release was drafted, extracts were loaded or taken back: %(names)s."),
    _("Draft again, so that the release holds what is loaded now."),
)
def newer_extracts(release: Release) -> Iterable[Params]:
    now = store.holders(store.PUBLISHED).union(*map(store.holders, store.SLICED))
    then = set(release.extracts.values_list("pk", flat=True))
    names = Extract.objects.filter(pk__in=now ^ then).order_by("name").values_list("name", flat=True)
    return [{"names": ", ".join(names)}] if names else []


@check(
    "old_extracts",
    "warning",
    _("The extracts are recent"),
    _("%(name)s was drawn %(days)s days before the release was drafted."),
    _("Ask the source for a newer extract, or say in the note that these figures are not newer."),
)
def old_extracts(release: Release) -> Iterable[Params]:
    oldest = content.publishing().oldest_extract_days
    drafted = timezone.localdate(release.drafted_at)
    extracts = release.extracts.filter(as_at__lt=drafted - timedelta(days=oldest)).order_by("name")
    return [{"name": one.name, "days": (drafted - one.as_at).days} for one in extracts if one.as_at]


@check(
    "missing_quarters",
    "warning",
    _("No quarter is missing between the first and the last of a source"),
    _("%(source)s: there is no extract for %(quarters)s."),
    _("Load the extracts of these quarters, or say in the note why they are missing."),
)
def missing_quarters(release: Release) -> Iterable[Params]:
    for source, held in sorted(_held(release).items()):
        ends = sorted((Period.parse(code) for code in held), key=lambda period: period.end)
        missing = [quarter.code for quarter in ends[0].up_to(ends[-1]) if quarter.code not in held] if ends else []
        if missing:
            yield {"source": str(layout(source).title), "quarters": ", ".join(missing)}


@check(
    "behind_the_others",
    "warning",
    _("Every source is there up to the latest quarter that any source has"),
    _("%(source)s ends with %(last)s, other sources with %(latest)s."),
    _("Load the latest extract of this source, or say in the note that its figures end earlier."),
)
def behind_the_others(release: Release) -> Iterable[Params]:
    last = {source: max(map(Period.parse, codes), key=lambda period: period.end) for source, codes in _held(release).items()}
    latest = max(last.values(), key=lambda period: period.end, default=None)
    for source, period in sorted(last.items()):
        if latest and period != latest:
            yield {"source": str(layout(source).title), "last": period.code, "latest": latest.code}


def _held(release: Release) -> dict[str, set[str]]:
    """The periods of each source that the release was counted from."""
    found: dict[str, set[str]] = {}
    for source, period in RecountedSlice.objects.filter(release=release).values_list("source", "period"):
        found.setdefault(source, set()).add(period)
    return found
