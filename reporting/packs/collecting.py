"""What goes into a pack: the figures of one edition under the Framework's groups and indicators, in the active language."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups import content
from priority_groups.content import Framework, Group
from reporting import charting
from reporting.charts.figures import Figure
from reporting.charts.spec import Chart
from reporting.packs.parts import Facts, GroupPart, Shown, SourceRow, Waiting
from reporting.published import Edition
from reporting.waiting import sources_of

# Figures of one chart, but for their area and their period.
Division = tuple[str, str, str]


def facts(edition: Edition, framework: Framework) -> Facts:
    """What identifies the edition."""
    published = timezone.localtime(edition.published_at)
    names = dict(settings.LANGUAGES)
    return Facts(
        release=edition.name,
        framework=str(framework.title),
        owners=", ".join(str(owner) for owner in framework.owners),
        language_name=names[translation.get_language() or settings.LANGUAGE_CODE],
        published_at=edition.published_at,
        published=date_format(published, "j F Y"),
        data_as_at=date_format(edition.data_as_at, "j F Y") if edition.data_as_at else _("not stated"),
        approved_by=edition.approved_by,
        content_hash=edition.content_hash,
        note=edition.note,
    )


def framework_of_packs() -> Framework:
    """The Framework that packs are about: the first of those that have indicators."""
    return next(one for one in content.frameworks() if any(catalogue.indicators_of(one.slug, group.code) for group in one.groups))


def group_part(edition: Edition, framework: Framework, group: Group) -> GroupPart:
    """A group's indicators: those with figures and their charts, those without and what they wait for."""
    shown, waiting = [], []
    for indicator in catalogue.indicators_of(framework.slug, group.code):
        charts = _charts(indicator, edition.figures(indicator=indicator.code, area=charting.areas_of_charts()))
        if charts:
            shown.append(Shown(indicator.code, str(indicator.words), str(indicator.note or ""), charts))
        else:
            waiting.append(Waiting(indicator.code, str(indicator.words), _in_a_cell(sources_of(indicator))))
    return GroupPart(
        code=group.code,
        place=framework.groups.index(group) + 1,
        title=str(group.title),
        note=str(group.note or ""),
        cohorts=tuple(str(content.cohort(code).title) for code in group.cohorts),
        shown=tuple(shown),
        waiting=tuple(waiting),
        actions=tuple(str(action.text) for action in group.actions),
    )


def comparison(edition: Edition) -> tuple[Chart, ...]:
    """Charts of the figures for everyone, a measure at a time."""
    found: list[Chart] = []
    for measure in catalogue.measures():
        figures = edition.figures(
            cohort=charting.comparison_cohorts(),
            measure=measure.code,
            breakdown="",
            category="",
            area=charting.areas_of_charts(),
        )
        found += charting.charts(figures)
    return tuple(found)


def sources(edition: Edition) -> tuple[SourceRow, ...]:
    """Every source in each of its editions, with what comes from it."""
    rows: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for figure in edition.figures():
        if figure.source:
            measures, areas = rows.setdefault((figure.source, figure.vintage), ({}, {}))
            measures[charting.title_of(figure)] = None
            areas[figure.area_name] = None
    return tuple(
        SourceRow(source, vintage, _in_a_cell(measures), _in_a_cell(areas))
        for (source, vintage), (measures, areas) in rows.items()
    )


def _charts(indicator: Indicator, figures: Iterable[Figure]) -> tuple[Chart, ...]:
    """For each cohort its totals; where there are none yet, each part of the first breakdown that has figures."""
    divisions: dict[Division, list[Figure]] = {}
    for figure in figures:
        divisions.setdefault((figure.cohort, figure.breakdown, figure.category), []).append(figure)
    found: list[Chart] = []
    for cohort in indicator.cohorts:
        breakdowns = [breakdown for of, breakdown, _category in divisions if of == cohort]
        if not breakdowns:
            continue
        first = "" if "" in breakdowns else breakdowns[0]
        for (of, breakdown, _category), members in divisions.items():
            if (of, breakdown) == (cohort, first):
                found += charting.charts(members)
    return tuple(found)


def _in_a_cell(phrases: Iterable[str]) -> str:
    text = "; ".join(phrases)
    return text[:1].upper() + text[1:]
