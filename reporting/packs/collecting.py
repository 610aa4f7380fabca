"""What goes into a pack: the figures of one edition under the Framework's groups and indicators, in the active language.

All figures come by one query, and so does what there are figures of: a pack has a hundred charts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import catalogue
from indicators.catalogue import Indicator, Period
from indicators.catalogue.naming import title_of_series
from indicators.trust import nothing_changed, trust
from priority_groups import content
from priority_groups.content import Framework, Group
from reporting import charting
from reporting.charting import NOTHING_FOUND, Findings
from reporting.charts.areas import ORDER
from reporting.charts.figures import Figure
from reporting.charts.spec import Chart
from reporting.knowing import COUNTED, KINDS, PUBLISHED, Known, kind_of
from reporting.packs.choice import Choice, framework_of_packs
from reporting.packs.parts import Facts, GroupPart, Material, Panel, RegionPart, Shown, SourceRow, TermRow, Waiting
from reporting.packs.plans import plans
from reporting.published import Edition
from reporting.verdicts import Verdict, counts
from reporting.viewing import View, first_view
from reporting.waiting import sources_of
from wales_framework.operations.examples import is_demonstration

# Figures of one chart, but for their area and their period: of what, of whom, and which part.
Division = tuple[str, str, str, str]
LATEST_QUARTERS = 8
SIDE_BY_SIDE = 3  # so many parts of one measure or more are one picture of small charts


@dataclass(frozen=True, slots=True)
class Drawn:
    """The figures of each division that has charts, in the divisions' order."""

    figures: Mapping[Division, Sequence[Figure]]

    def of(self, measure: str, cohort: str) -> dict[Division, Sequence[Figure]]:
        """Those of a measure and a cohort."""
        return {one: figures for one, figures in self.figures.items() if one[:2] == (measure, cohort)}


def material(edition: Edition, choice: Choice, told: Callable[[int, int], None] = lambda done, total: None) -> Material:
    """Everything that a pack of this choice shows; `told(done, total)` is called after each group."""
    framework = framework_of_packs()
    wanted = [group for group in framework.groups if choice.has_group(group.code)]
    codes = {one.code for group in wanted for one in catalogue.indicators_of(framework.slug, group.code)}
    total = len(wanted)
    told(0, total)
    drawn = _drawn(edition, codes)
    verdicts = _verdicts(edition, codes, drawn)
    groups = []
    for done, group in enumerate(wanted, start=1):
        groups.append(group_part(edition, framework, group, verdicts, drawn))
        told(done, total)
    return Material(
        facts=facts(edition, framework, choice),
        groups=tuple(groups),
        verdicts=tuple(verdicts),
        trust=tuple(trust(edition.testing)),
        regions=tuple(region_part(code, groups, verdicts) for code in _regions(choice)),
        comparison=comparison(drawn),
        plans=plans(edition.published_at, choice),
        terms=terms(),
        sources=sources(drawn),
        areas=tuple((code, str(catalogue.area(code).name)) for code in ORDER),
    )


def facts(edition: Edition, framework: Framework, choice: Choice) -> Facts:
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
        chosen=chosen_words(choice),
        coming=date_format(edition.next_announced, "j F Y") if edition.next_announced else "",
        demonstration=is_demonstration(),
    )


def chosen_words(choice: Choice) -> str:
    """What a pack of a part of the release holds: "groups A and C; Gwent"; "" for all of it."""
    names = [str(catalogue.area(code).name) for code in choice.regions]
    words = ngettext("group %(codes)s", "groups %(codes)s", len(choice.groups))
    groups = words % {"codes": ", ".join(choice.groups)} if choice.groups else ""
    return "; ".join(part for part in (groups, ", ".join(names)) if part)


def group_part(edition: Edition, framework: Framework, group: Group, found: Collection[Verdict], drawn: Drawn) -> GroupPart:
    """A group's indicators: those with figures, their charts and what was found of them, those without and what they wait for."""
    shown, waiting = [], []
    for indicator in catalogue.indicators_of(framework.slug, group.code):
        verdicts = tuple(one for one in found if one.indicator == indicator.code)
        findings = Findings(verdicts, tuple(edition.rebases), (indicator.code,))
        charts, people, panels = _charts(indicator, drawn, findings)
        if charts or panels:
            said = _commentary(edition, group, indicator.code)
            shown.append(
                Shown(
                    code=indicator.code,
                    words=str(indicator.words),
                    note=str(indicator.note or ""),
                    charts=charts,
                    verdicts=verdicts,
                    commentary=said,
                    panels=panels,
                    name=str(catalogue.measure(indicator.measure).title),
                    people=people,
                    measure=indicator.measure,
                    cohorts=indicator.cohorts,
                )
            )
        else:
            waiting.append(Waiting(indicator.code, str(indicator.words), _in_a_cell(sources_of(indicator))))
    return GroupPart(
        code=group.code,
        place=framework.groups.index(group) + 1,
        title=str(group.title),
        short_title=str(group.short_title),
        note=str(group.note or ""),
        cohorts=tuple(str(content.cohort(code).title) for code in group.cohorts),
        shown=tuple(shown),
        waiting=tuple(waiting),
        actions=tuple(str(action.text) for action in group.actions),
        commentary=_commentary(edition, group),
    )


def region_part(code: str, groups: Iterable[GroupPart], verdicts: Iterable[Verdict]) -> RegionPart:
    """What the groups' pages have of one region."""
    mine = tuple(one for one in verdicts if one.area_code == code)
    return RegionPart(
        code=code,
        name=str(catalogue.area(code).name),
        verdicts=mine,
        groups=tuple(groups),
        nothing=nothing_changed(counts(mine)),
    )


def comparison(drawn: Drawn) -> tuple[Chart, ...]:
    """Charts of the figures for everyone, a measure at a time: what is published, and what was counted beside it."""
    everyone = charting.comparison_cohorts()
    return tuple(
        chart
        for measure in catalogue.measures()
        for cohort in everyone
        for figures in drawn.of(measure.code, cohort).values()
        for chart in charting.charts(figures, NOTHING_FOUND)
    )


def sources(drawn: Drawn) -> tuple[SourceRow, ...]:
    """Every source of the figures shown in each of its editions, with what comes from it; of counted figures what they measure is
    enough."""
    rows: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for figures in drawn.figures.values():
        for key, alike in groupby(figures, key=lambda one: (one.source, one.vintage, one.origin, one.area_name)):
            source, vintage, origin, area = key
            figure = next(alike)
            measures, areas = rows.setdefault((source, vintage), ({}, {}))
            is_counted = origin == COUNTED
            measures[str(catalogue.measure(figure.measure).title) if is_counted else charting.title_of(figure)] = None
            areas[area] = None
    return tuple(
        SourceRow(source, vintage, _in_a_cell(measures), _in_a_cell(areas))
        for (source, vintage), (measures, areas) in sorted(rows.items(), key=lambda one: one[0])
        if source
    )


def terms() -> tuple[TermRow, ...]:
    """The glossary in the order of the active language's terms, each with the term of the other language."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    other = next(code for code, _name in settings.LANGUAGES if code != language.split("-")[0])
    return tuple(TermRow(str(one.term), one.term.within(other), str(one.meaning)) for one in content.glossary(language))


def _regions(choice: Choice) -> tuple[str, ...]:
    return tuple(area.code for area in catalogue.areas() if area.kind == "region" and choice.has_region(area.code))


def _commentary(edition: Edition, group: Group, indicator: str = "") -> tuple[str, ...]:
    found = edition.commentary(group.code, indicator)
    return found.paragraphs if found else ()


def _charts(
    indicator: Indicator, drawn: Drawn, findings: Findings
) -> tuple[tuple[Chart, ...], tuple[str, ...], tuple[Panel, ...]]:
    """A chart for each division of each cohort, and whose each is; where a breakdown has many, one panel of them."""
    charts: list[Chart] = []
    people: list[str] = []
    panels: list[Panel] = []
    for cohort in indicator.cohorts:
        divisions = drawn.of(indicator.measure, cohort)
        for breakdown, members in groupby(divisions, key=lambda one: one[2]):
            codes = list(members)
            made = [chart for one in codes for chart in charting.charts(divisions[one], findings)]
            if len(codes) >= SIDE_BY_SIDE and len(made) == len(codes):
                category = catalogue.breakdown(breakdown).category
                title = title_of_series(indicator.measure, cohort, "", "")
                parts = tuple(str(category(one[3]).label) for one in codes)
                panels.append(Panel(title, parts, tuple(made), cohort, tuple(one[3] for one in codes)))
            else:
                charts += made
                people += [cohort] * len(made)
    return tuple(charts), tuple(people), tuple(panels)


def _drawn(edition: Edition, codes: Collection[str]) -> Drawn:
    """The figures of these indicators, and of everyone beside them, that charts show first."""
    indicators = [one for one in catalogue.indicators() if one.code in codes]
    everyone = charting.comparison_cohorts()
    cohorts = sorted({*everyone, *(cohort for one in indicators for cohort in one.cohorts)})
    measures = sorted({one.measure for one in indicators})
    pairs = {(one.measure, cohort) for one in indicators for cohort in (*one.cohorts, *everyone)}
    known: dict[str, dict[str, list[Known]]] = {}
    for one in edition.first_known(measures, cohorts, charting.areas_of_charts()):
        if (one.measure, one.cohort) in pairs:
            known.setdefault(one.measure, {}).setdefault(one.cohort, []).append(one)
    views = {
        (measure, one.cohort, one.breakdown, one.category): view
        for measure, by_cohort in known.items()
        for cohort, found in by_cohort.items()
        for one, view in _views(found, [one for code in everyone for one in by_cohort.get(code, ())], cohort in everyone)
    }
    figures: dict[Division, list[Figure]] = {one: [] for one in sorted(views, key=_place)}
    for figure in edition.figures_of(_choices(views)):
        division = figure.measure, figure.cohort, figure.breakdown, figure.category
        if any(_in_view(figure, view) for view in views.get(division, ())):
            figures[division].append(figure)
    return Drawn({one: found for one, found in figures.items() if found})


def _verdicts(edition: Edition, codes: Collection[str], drawn: Drawn) -> list[Verdict]:
    """The verdicts of these indicators, with the limits of their charts only where a chart has one line: no other shows them."""
    found = [one for one in edition.findings(drawn=False) if one.indicator in codes]
    alone = {one[:2] for one, figures in drawn.figures.items() if len({figure.area_code for figure in figures}) == 1}
    single = sorted({one.indicator for one in found if (one.measure, one.cohort) in alone})
    if not single:
        return found
    limited = {(one.indicator, one.division, one.area_code): one for one in edition.findings(indicator=single)}
    return [limited.get((one.indicator, one.division, one.area_code), one) for one in found]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A view of a division, and for quarters the first that is shown."""

    view: View
    since: str | None = None


def _views(found: Sequence[Known], everyone: Collection[Known], is_everyone: bool) -> Iterator[tuple[Known, tuple[Stretch, ...]]]:
    """A member of each of a cohort's divisions that have charts, with what they show: of everyone's totals the published figures
    and those that were counted beside them."""
    for members in _shown(found).values():
        if is_everyone:
            if not members[0].breakdown:
                apart = [[one for one in members if one.origin == origin] for origin in (PUBLISHED, COUNTED)]
                yield members[0], tuple(_stretch(part, members) for part in apart if part)
        else:
            yield members[0], (_stretch(members, [*members, *(one for one in everyone if not one.breakdown)]),)


def _shown(found: Iterable[Known]) -> dict[tuple[str, str], list[Known]]:
    """Which divisions of a cohort have charts: what is published and its totals; where there are neither, each part."""
    divisions: dict[tuple[str, str], list[Known]] = {}
    for one in found:
        divisions.setdefault((one.breakdown, one.category), []).append(one)
    first = {one for one, members in divisions.items() if not one[0] or any(known.origin == PUBLISHED for known in members)}
    return {one: members for one, members in divisions.items() if not first or one in first}


def _stretch(members: Collection[Known], beside: Collection[Known]) -> Stretch:
    """Of counted quarters the latest, for a page has no more room."""
    view = first_view(members, beside)
    if view.origin == PUBLISHED or any(KINDS[kind] for kind in view.kinds):
        return Stretch(view)
    quarters = {code for one in members if one.origin == view.origin and one.kind in view.kinds for code in one.periods}
    return Stretch(view, sorted(quarters, key=lambda code: Period.parse(code).end)[-LATEST_QUARTERS:][0])


def _choices(views: Mapping[Division, tuple[Stretch, ...]]) -> Iterator[dict[str, object]]:
    """The filters of all figures to be read: few, for divisions that show the same stretch are asked for together."""
    alike: dict[tuple[Stretch, str], set[Division]] = {}
    for division, stretches in views.items():
        for stretch in stretches:
            alike.setdefault((stretch, division[2]), set()).add(division)
    for (stretch, breakdown), divisions in alike.items():
        yield {
            "measure": sorted({one[0] for one in divisions}),
            "cohort": sorted({one[1] for one in divisions}),
            "breakdown": breakdown,
            "category": sorted({one[3] for one in divisions}),
            "area": charting.areas_of_charts(),
            "origin": stretch.view.origin,
            "kind": stretch.view.kinds,
            "period_from": stretch.since,
        }


def _in_view(figure: Figure, stretch: Stretch) -> bool:
    """Whether a figure was asked for by this stretch, and not by that of another division."""
    if figure.origin != stretch.view.origin or kind_of(figure.period) not in stretch.view.kinds:
        return False
    return stretch.since is None or Period.parse(figure.period).end >= Period.parse(stretch.since).end


def _place(division: Division) -> int:
    """Divisions in the order of the catalogue: totals, then each breakdown's parts."""
    return _order().get(division[2:], len(_order()))


@cache
def _order() -> dict[tuple[str, str], int]:
    order = [("", ""), *((one.code, category.code) for one in catalogue.breakdowns() for category in one.categories)]
    return {parts: place for place, parts in enumerate(order)}


def _in_a_cell(phrases: Iterable[str]) -> str:
    text = "; ".join(phrases)
    return text[:1].upper() + text[1:]
