"""What goes into a pack: the figures of one edition under the Framework's groups and indicators, in the active language."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Indicator, Period
from priority_groups import content
from priority_groups.content import Framework, Group
from reporting import charting
from reporting.charting import NOTHING_FOUND, Findings
from reporting.charts.figures import Figure
from reporting.charts.spec import Chart
from reporting.knowing import COUNTED, KINDS, PUBLISHED, Known
from reporting.packs.parts import Facts, GroupPart, Shown, SourceRow, Waiting
from reporting.published import Edition
from reporting.verdicts import Verdict
from reporting.viewing import View, first_view
from reporting.waiting import sources_of

# Figures of one chart, but for their area and their period.
Division = tuple[str, str, str]
IN_A_SOURCE = ("source", "vintage", "area_code")
LATEST_QUARTERS = 8


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


def group_part(edition: Edition, framework: Framework, group: Group, found: Collection[Verdict]) -> GroupPart:
    """A group's indicators: those with figures, their charts and what was found of them, those without and what they wait for."""
    shown, waiting = [], []
    for indicator in catalogue.indicators_of(framework.slug, group.code):
        verdicts = tuple(one for one in found if one.indicator == indicator.code)
        charts = _charts(indicator, edition, Findings(verdicts, tuple(edition.rebases), (indicator.code,)))
        if charts:
            said = _commentary(edition, group, indicator.code)
            shown.append(Shown(indicator.code, str(indicator.words), str(indicator.note or ""), charts, verdicts, said))
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
        commentary=_commentary(edition, group),
    )


def _commentary(edition: Edition, group: Group, indicator: str = "") -> tuple[str, ...]:
    found = edition.commentary(group.code, indicator)
    return found.paragraphs if found else ()


def comparison(edition: Edition) -> tuple[Chart, ...]:
    """Charts of the figures for everyone, a measure at a time: what is published, and what was counted beside it."""
    found: list[Chart] = []
    for measure in catalogue.measures():
        for cohort in charting.comparison_cohorts():
            known = [one for one in edition.known(measure.code, (cohort,), charting.areas_of_charts()) if not one.breakdown]
            for origin in (PUBLISHED, COUNTED):
                if of_origin := [one for one in known if one.origin == origin]:
                    found += _drawn(edition, measure.code, {(cohort, "", ""): of_origin}, known)
    return tuple(found)


def sources(edition: Edition) -> tuple[SourceRow, ...]:
    """Every source in each of its editions, with what comes from it; of counted figures what they measure is enough."""
    rows: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    published = edition.combinations("cohort", "measure", *IN_A_SOURCE, "breakdown", "category", origin=PUBLISHED)
    counted = edition.combinations("measure", *IN_A_SOURCE, origin=COUNTED)
    for figure in [*published, *counted]:
        if figure.source:
            measures, areas = rows.setdefault((figure.source, figure.vintage), ({}, {}))
            is_counted = figure.origin == COUNTED
            measures[str(catalogue.measure(figure.measure).title) if is_counted else charting.title_of(figure)] = None
            areas[figure.area_name] = None
    return tuple(
        SourceRow(source, vintage, _in_a_cell(measures), _in_a_cell(areas))
        for (source, vintage), (measures, areas) in rows.items()
    )


def _charts(indicator: Indicator, edition: Edition, findings: Findings) -> tuple[Chart, ...]:
    """For each cohort what is published; its totals; where there are neither, each part of the measure's first breakdown."""
    found: list[Chart] = []
    everyone = edition.known(indicator.measure, charting.comparison_cohorts(), charting.areas_of_charts())
    for cohort in indicator.cohorts:
        divisions: dict[Division, list[Known]] = {}
        for known in edition.known(indicator.measure, (cohort,), charting.areas_of_charts()):
            divisions.setdefault((known.cohort, known.breakdown, known.category), []).append(known)
        shown = _shown(indicator, divisions)
        found += _drawn(edition, indicator.measure, {one: divisions[one] for one in shown}, everyone, findings)
    return tuple(found)


def _shown(indicator: Indicator, divisions: Mapping[Division, list[Known]]) -> list[Division]:
    """Which of a cohort's divisions have charts, in their order."""
    order = [("", ""), *((one.code, category.code) for one in catalogue.breakdowns() for category in one.categories)]
    in_order = sorted(divisions, key=lambda one: order.index(one[1:]) if one[1:] in order else len(order))
    published = [one for one in in_order if any(known.origin == PUBLISHED for known in divisions[one])]
    totals = [one for one in in_order if not one[1]]
    if published or totals:
        return list(dict.fromkeys([*published, *totals]))
    own = [one.code for one, _adds_up in catalogue.breakdowns_of(catalogue.measure(indicator.measure))]
    first = next((code for code in own if any(one[1] == code for one in in_order)), "")
    return [one for one in in_order if one[1] == first]


def _drawn(
    edition: Edition,
    measure: str,
    divisions: Mapping[Division, list[Known]],
    beside: Collection[Known],
    findings: Findings = NOTHING_FOUND,
) -> Iterator[Chart]:
    """Charts of the first view of each division, in their order; of counted quarters the latest, for a page has no more room."""
    views = {one: first_view(known, [*known, *beside]) for one, known in divisions.items()}
    figures: dict[Division, list[Figure]] = {one: [] for one in divisions}
    for view in dict.fromkeys(views.values()):
        alike = [one for one in divisions if views[one] == view]
        found = edition.figures(
            cohort={one[0] for one in alike},
            measure=measure,
            breakdown={one[1] for one in alike},
            category={one[2] for one in alike},
            area=charting.areas_of_charts(),
            origin=(view.origin,),
            kind=view.kinds,
            period_from=_since([known for one in alike for known in divisions[one]], view),
        )
        for figure in found:
            division = figure.cohort, figure.breakdown, figure.category
            if division in alike:
                figures[division].append(figure)
    for members in figures.values():
        yield from charting.charts(members, findings)


def _since(known: Collection[Known], view: View) -> str | None:
    """The first of the latest quarters; None for all."""
    if view.origin == PUBLISHED or any(KINDS[kind] for kind in view.kinds):
        return None
    quarters = {one.period for one in known if one.origin == view.origin and one.kind in view.kinds}
    return sorted(quarters, key=lambda code: Period.parse(code).end)[-LATEST_QUARTERS:][0]


def _in_a_cell(phrases: Iterable[str]) -> str:
    text = "; ".join(phrases)
    return text[:1].upper() + text[1:]
