"""Whether the figures are those that readers expect, compared with the release that they have now."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext_lazy as _

from indicators import catalogue
from indicators.releases import auditing
from indicators.releases.checklist.base import Params, check
from indicators.releases.drafting import KEY
from indicators.releases.joining import all_at_once
from indicators.releases.models import Observation, Release
from priority_groups import content

# A reader takes a small number's change for what it is: chance. It has to change by more than this many, too.
LEAST_CHANGE = 10


@check(
    "no_figures",
    "error",
    _("There are figures"),
    _("The release has no figures."),
    _("Load an extract and draft again."),
)
def no_figures(release: Release) -> Iterable[Params]:
    return [] if release.observation_count else [{}]


@check(
    "leaks",
    "error",
    _("What is hidden cannot be worked out"),
    _("The last attack on this release worked out %(leaks)s of its hidden figures."),
    _("Look at the sums that give them away, then draft again so that more is hidden."),
)
def leaks(release: Release) -> Iterable[Params]:
    audit = auditing.current(release)
    return [{"leaks": audit.leak_count}] if audit and audit.leak_count else []


@check(
    "not_attacked",
    "warning",
    _("The release was attacked as it is"),
    _("Nobody has tried yet whether the hidden figures of this release can be worked out."),
    _("Run the audit of the release first."),
)
def not_attacked(release: Release) -> Iterable[Params]:
    return [] if auditing.current(release) else [{}]


@check(
    "measures_gone",
    "warning",
    _("Every measure that readers have is still there"),
    _("%(measure)s: readers have figures of it now, and this release has none."),
    _("Load its extracts and draft again, or say in the note why it is gone."),
)
def measures_gone(release: Release) -> Iterable[Params]:
    before = _before(release)
    gone = _series(before) - _series(release) if before else set()
    codes = {measure for _, measure in gone} - {measure for _, measure in _series(release)}
    return [{"measure": str(one.title)} for one in catalogue.measures() if one.code in codes]


@check(
    "indicators_gone",
    "warning",
    _("Every indicator that has figures keeps some"),
    _("Indicator %(indicator)s loses all of its figures."),
    _("Load the extracts that it is counted from and draft again, or say in the note why it has no figures."),
)
def indicators_gone(release: Release) -> Iterable[Params]:
    before = _before(release)
    if before is None:
        return []
    had, has = (_indicators(_series(one, shown=True)) for one in (before, release))
    return [{"indicator": one.code} for one in catalogue.indicators() if one.code in had - has]


@check(
    "large_changes",
    "warning",
    _("Figures that readers have do not change by much"),
    _("%(count)s figures that readers have change by more than %(percent)s%%, and no note says why."),
    _("Look at them on this page. Say in the note, or in a correction, what was revised and why."),
)
def large_changes(release: Release) -> Iterable[Params]:
    before = _before(release)
    if before is None or release.note_en or release.corrections.exists():
        return []
    largest = content.publishing().largest_change
    joined = " AND ".join(f"was.{name} = new.{name}" for name in KEY)
    table = Observation._meta.db_table
    query = f"""
        SELECT count(*) FROM {table} AS was JOIN {table} AS new ON was.release_id = %s AND new.release_id = %s AND {joined}
        WHERE abs(new.value - was.value) > %s * abs(was.value) AND abs(new.numerator - was.numerator) > %s
    """
    with all_at_once(), connection.cursor() as cursor:
        cursor.execute(query, [before.pk, release.pk, largest, LEAST_CHANGE])
        (count,) = cursor.fetchone()
    return [{"count": count, "percent": round(100 * largest)}] if count else []


def _before(release: Release) -> Release | None:
    return Release.objects.exclude(pk=release.pk).latest_published()


def _series(release: Release, *, shown: bool = False) -> set[tuple[str, str]]:
    """The cohorts and measures of which the release has figures, or figures that readers see."""
    found = release.observations.exclude(value=None) if shown else release.observations.all()
    return set(found.order_by().values_list("cohort", "measure").distinct())


def _indicators(series: set[tuple[str, str]]) -> set[str]:
    return {indicator.code for one in series for indicator in catalogue.indicator_for(*one)}
