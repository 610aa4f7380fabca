"""What is being done beside what has changed: the actions of plans next to the indicators that they are meant to move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from indicators import catalogue
from indicators.catalogue import Indicator
from priority_groups.content import Framework, Group
from priority_groups.plans.reading import ActionPart, PlanPart, plans_at, plans_now
from priority_groups.plans.workflow import DONE
from reporting.published import Edition, verdict_label
from reporting.verdicts import LOOKS

MOVEMENT = ("improving", "worse", "changed")
TESTED = (*MOVEMENT, "no_clear_change")  # the others say that nothing can be told


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, and on how many series it is. `look`: the end of its class in the style sheet."""

    verdict: str
    look: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An action with the plan that it is of. `is_here`: of the plan that the page is about."""

    plan: PlanPart
    action: ActionPart
    is_here: bool

    @property
    def is_done_about(self) -> bool:
        """Whether somebody does it, or has."""
        return self.action.is_running or self.action.state == DONE


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator: the verdicts on its series in the area, and the actions that are meant to move it."""

    indicator: Indicator
    outcomes: tuple[Outcome, ...]
    aimed: tuple[Placed, ...]
    several: bool  # whether it has more series than one

    @property
    def moves(self) -> bool:
        return any(one.verdict in MOVEMENT for one in self.outcomes)

    @property
    def is_tested(self) -> bool:
        return any(one.verdict in TESTED for one in self.outcomes)

    @property
    def is_acted_on(self) -> bool:
        return any(one.is_done_about for one in self.aimed)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A plan and its area. `counts`: of the verdicts on all series; `unmoved`: actions none of whose indicators has moved, of
    those that could be tested; `untested`: actions none of whose indicators could be; `aimless`: those that name none; `unaimed`:
    indicators that have moved though no action aims at them."""

    plan: PlanPart
    above: PlanPart | None
    area: str
    counts: tuple[Outcome, ...]
    groups: tuple[tuple[Group, tuple[Line, ...]], ...]
    unmoved: tuple[Placed, ...]
    untested: tuple[Placed, ...]
    aimless: tuple[Placed, ...]
    unaimed: tuple[Line, ...]


def scorecard(framework: Framework, code: str, plans: Sequence[PlanPart], edition: Edition | None) -> Scorecard:
    """Of a plan, with the actions of the plan that it underpins: what that one does is done in this area too."""
    plan = next(one for one in plans if one.code == code)
    above = next((one for one in plans if one.code == plan.under), None)
    relevant = [plan, above] if above else [plan]
    groups = tuple((group, lines(framework, group, relevant, plan.area, edition, plan)) for group in framework.groups)
    every = [line for _group, found in groups for line in found]
    moving = {line.indicator.code for line in every if line.moves}
    tested = {line.indicator.code for line in every if line.is_tested}
    going = [one for one in (Placed(plan, action, True) for action in plan.actions) if one.is_done_about]
    aimed = [one for one in going if one.action.indicators]
    return Scorecard(
        plan=plan,
        above=above,
        area=str(catalogue.area(plan.area).name),
        counts=outcomes([verdict for line in every for one in line.outcomes for verdict in [one.verdict] * one.count]),
        groups=tuple((group, found) for group, found in groups if found),
        unmoved=tuple(one for one in aimed if tested & set(one.action.indicators) and not moving & set(one.action.indicators)),
        untested=tuple(one for one in aimed if not tested & set(one.action.indicators)),
        aimless=tuple(one for one in going if not one.action.indicators),
        unaimed=tuple(line for line in every if line.moves and not line.is_acted_on),
    )


def lines(
    framework: Framework,
    group: Group,
    plans: Sequence[PlanPart],
    area: str,
    edition: Edition | None,
    here: PlanPart | None = None,
) -> tuple[Line, ...]:
    """A line for each indicator of a group. `plans`: whose actions; `area`: whose verdicts; `here`: the plan of the page."""
    found = edition.outcomes(area) if edition else {}
    aimed: dict[str, list[Placed]] = {}
    for plan in plans:
        for action in plan.actions:
            for code in action.indicators:
                aimed.setdefault(code, []).append(Placed(plan, action, plan is here))
    return tuple(
        Line(
            indicator=indicator,
            outcomes=outcomes(found.get(indicator.code, ())),
            aimed=tuple(aimed.get(indicator.code, ())),
            several=len(found.get(indicator.code, ())) > 1,
        )
        for indicator in catalogue.indicators_of(framework.slug, group.code)
    )


def outcomes(verdicts: Iterable[str]) -> tuple[Outcome, ...]:
    """How many there are of each, in the order of LOOKS."""
    found = list(verdicts)
    return tuple(
        Outcome(verdict, look, verdict_label(verdict), found.count(verdict))
        for verdict, look in LOOKS.items()
        if verdict in found
    )


def plans_beside(request: HttpRequest) -> tuple[PlanPart, ...]:
    """The plans that belong beside the figures of a page: as they stand, or for a past release as they stood when it came out."""
    reading = vars(request)["reading"]
    return plans_at(reading.edition.published_at) if reading.is_past else plans_now()


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """What is being done for a priority group: a line for each of its indicators with the verdicts on Wales, how many of the
    group's actions each plan has taken up, is late with, and how many are done."""

    area: str
    lines: tuple[Line, ...]
    plans: tuple[tuple[PlanPart, int, int, int], ...]


def group_progress(
    framework: Framework, group: Group, plans: Sequence[PlanPart], edition: Edition | None
) -> GroupProgress | None:
    """None where the framework calls for no plan."""
    of_framework = [one for one in plans if one.framework == framework.slug]
    if not of_framework:
        return None
    found = []
    for plan in of_framework:
        actions = [one for one in plan.actions if one.group == group.code]
        done = sum(one.state == DONE for one in actions)
        found.append((plan, sum(one.is_running for one in actions) + done, sum(one.is_late for one in actions), done))
    area = of_framework[0].area
    return GroupProgress(str(catalogue.area(area).name), lines(framework, group, of_framework, area, edition), tuple(found))
