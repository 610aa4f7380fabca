"""Actions beside what the indicators show: each where it belongs, and for a past release as the plans then stood."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from indicators.releases.models import Release
from priority_groups.content import framework
from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import parts, plans_now
from priority_groups.plans.workflow import STATES
from reporting import published as editions
from reporting.dashboards.scorecards import Scorecard, group_progress, scorecard
from tests import findings, publishing
from tests.conftest import People
from tests.figures import publish_rich
from tests.plans.making import FIRST, report
from tests.plans.test_pages import said

SignIn = Callable[[str], Client]
PLANS = ("national", "gwent", "south-wales", "dyfed-powys")
FRAMEWORK = framework("reoffending-2018-2023")


@pytest.fixture
def found(people: People, tmp_path: Path) -> Release:
    """A release that says of women's reoffending (A3) that it gets worse in Gwent, and nothing of anything else."""
    return publish_rich(people, tmp_path, findings.find)


def card(plan: str = "gwent") -> Scorecard:
    return scorecard(FRAMEWORK, plan, plans_now(), editions.latest())


def test_movement_and_actions_are_set_side_by_side(found: Release, people: People) -> None:
    assert [(one.indicator.code, one.is_acted_on) for one in card().unaimed] == [("A3", False)]
    report(people["member"], "gwent", "A-1", indicators=["A1"])
    report(people["member"], "gwent", "A-2", indicators=[])
    report(people["member"], "national", "A-3", indicators=["A3"])
    made = card()
    assert made.unaimed == ()  # the plan above does something about it
    assert (made.unmoved, [one.action.key for one in made.untested]) == ((), ["A-1"])  # no verdict says anything of A1
    assert [one.action.key for one in made.aimless] == ["A-2"]
    [line] = [one for _group, lines in made.groups for one in lines if one.indicator.code == "A3"]
    assert [(one.plan.code, one.action.key, one.is_here) for one in line.aimed] == [("national", "A-3", False)]
    assert [(one.verdict, one.count) for one in line.outcomes] == [("worse", 1)]
    assert [(one.verdict, one.count) for one in made.counts] == [("worse", 1)]
    assert sum(len(lines) for _group, lines in made.groups) == 38


def test_what_could_not_be_tested_is_not_without_movement(found: Release, people: People, signed_in: SignIn) -> None:
    """In South Wales A3 shows no clear change; in Dyfed-Powys and, for too few cases, in Wales nothing can be told of it."""
    for plan in PLANS:
        report(people["member"], plan, "A-1", indicators=["A1", "A3"])
    keys = {plan: [[one.action.key for one in part] for part in (card(plan).unmoved, card(plan).untested)] for plan in PLANS}
    assert keys == {"national": [[], ["A-1"]], "gwent": [[], []], "south-wales": [["A-1"], []], "dyfed-powys": [[], ["A-1"]]}
    board = signed_in("board")
    without = "Of the indicators that these actions name none that could be tested has moved by more than chance explains."
    untold = "Whether the indicators that these actions name have moved cannot be told"
    for plan, told, not_told in (("south-wales", without, untold), ("national", untold, without)):
        read = said(board.get(reverse("dashboards:scorecard", args=[plan])).content.decode())
        assert told in read and not_told not in read


def test_what_is_dropped_or_not_taken_up_is_nothing_done(found: Release, people: People) -> None:
    report(people["member"], "gwent", FIRST, "No money", indicators=["A3"], state="dropped", due=None)
    assert [one.indicator.code for one in card().unaimed] == ["A3"]


def test_the_pages_tell_of_it(found: Release, people: People, signed_in: SignIn) -> None:
    board = signed_in("board")
    report(people["member"], "gwent", FIRST, indicators=["A3"])
    read = said(board.get(reverse("dashboards:scorecard", args=["gwent"])).content.decode())
    assert "Scorecard: Gwent" in read
    assert "Rate of reoffending of women In Gwent: Getting worse Action A-1 Under way" in read
    read = said(board.get(reverse("dashboards:group", args=["A"])).content.decode())
    assert "What is being done about it" in read and "Gwent action plan : 1 action taken up; 0 done" in read
    assert "Rate of reoffending of women In Wales: Too few cases to tell Action A-1 Under way Gwent action plan" in read
    assert reverse("dashboards:scorecard", args=["gwent"]) in board.get(reverse("plans:list")).content.decode()


def test_beside_a_past_release_stand_the_plans_of_its_day(found: Release, people: People, signed_in: SignIn) -> None:
    report(people["member"], "gwent", FIRST, indicators=["A3"])
    publishing.publish(people["analyst"], people["approver"])
    report(people["member"], "gwent", "A-2", indicators=["A3"])
    member = signed_in("member")
    address = reverse("dashboards:scorecard", args=["gwent"])
    now, then = (said(member.get(address, query).content.decode()) for query in ({}, {"release": found.pk}))
    assert "Action A-2" in now and "Action A-2" not in then
    assert "Action A-1" in now and "Action A-1" not in then  # it was taken up after that release
    assert "The plans are shown as they stood on" in then and "as they stood" not in now


def test_before_the_first_release_there_are_the_actions(people: People, signed_in: SignIn) -> None:
    report(people["member"], "gwent", FIRST)
    read = said(signed_in("member").get(reverse("dashboards:scorecard", args=["gwent"])).content.decode())
    assert "There are no verdicts yet." in read and "No verdict yet Action A-1 Under way" in read


UPDATES = st.lists(
    st.tuples(
        st.sampled_from(["national", "gwent", "north-wales"]),
        st.sampled_from(["A-1", "A-2", "F-4"]),
        st.sampled_from(list(STATES)),
        st.lists(st.sampled_from(["A1", "A3", "F6"]), unique=True),
    ),
    max_size=8,
    unique_by=lambda one: one[:2],
)


@given(said=UPDATES)
def test_every_action_of_the_plan_stands_beside_each_indicator_that_it_names(said: list[tuple[str, str, str, list[str]]]) -> None:
    updates = [
        ActionUpdate(plan=plan, action=action, number=1, state=state, indicators=codes) for plan, action, state, codes in said
    ]
    plans = parts(updates, timezone.localdate())
    made = scorecard(FRAMEWORK, "gwent", plans, None)
    beside = {
        (one.plan.code, one.action.key, line.indicator.code)
        for _group, lines in made.groups
        for line in lines
        for one in line.aimed
    }
    assert beside == {
        (plan, action, code)
        for plan, action, state, codes in said
        for code in codes
        if plan == "national" or (plan == "gwent" and state != "not_taken_up")
    }
    progress = group_progress(FRAMEWORK, FRAMEWORK.groups[0], plans, None)
    assert progress is not None
    for plan, taken, late, done in progress.plans:
        states = [state for code, action, state, _codes in said if code == plan.code and action.startswith("A-")]
        assert (taken, late) == (sum(state not in ("not_taken_up", "dropped") for state in states), 0)
        assert done == states.count("done")


def test_the_menu_marks_the_plans_that_a_scorecard_belongs_to(signed_in: SignIn) -> None:
    page = signed_in("member").get(reverse("dashboards:scorecard", args=["national"])).content.decode()
    marked = page.split('aria-current="true">')
    assert [part.split("<")[0] for part in marked[1:]][-1] == "Plans"
