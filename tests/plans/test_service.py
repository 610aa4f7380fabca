"""What people say of actions is kept, each time with its audit event, and nothing of it is ever lost."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priority_groups.plans import rules, service
from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import PlanPart, all_plans, parts, plan_now, plans_at, plans_now, state_at
from priority_groups.plans.service import NOTHING, Overtaken, PlanRefused
from priority_groups.plans.workflow import ACTION, RUNNING, STATES, WITH_REASON, move_between, open_to
from tests.conftest import People, make_people
from tests.plans.making import FIRST, add, report, values
from wales_framework.access.models import User
from wales_framework.audit.models import Event


def states(plan: str) -> dict[str, str]:
    return {one.key: one.state for one in plan_now(plan).actions}


def test_the_national_plan_has_every_action_from_the_start_and_a_region_none(db: None) -> None:
    national, *regional = plans_now()
    assert len(national.actions) == 27 and {one.state for one in national.actions} == {"not_taken_up"}
    assert [(one.number, one.changed_at, one.owner, one.due) for one in national.actions[:1]] == [(0, None, "", None)]
    assert [(one.under, one.actions) for one in regional] == [("national", ())] * 4


def test_a_region_takes_an_action_up_and_gives_it_back(people: People) -> None:
    report(people["member"], "gwent")
    assert states("gwent") == {FIRST: "under_way"}
    assert states("national")[FIRST] == "not_taken_up"
    service.put_back(people["member"], "gwent", FIRST, 0, "Taken up in error", 1)
    assert states("gwent") == {}
    assert ActionUpdate.objects.count() == 2


def test_an_action_as_readers_get_it(people: People) -> None:
    report(people["analyst"], person=people["member"], evidence_en="A pilot", evidence_cy="Peilot", link="https://example.org/a")
    found = plan_now("national").action(FIRST)
    assert (found.owner, found.person, found.due) == ("South Wales Police", "member", date(2999, 3, 31))
    assert (found.link, found.indicators, found.number) == ("https://example.org/a", ("A1", "A3"), 1)
    assert (found.state_label, found.is_late, found.is_own) == ("under way", False, False)
    with translation.override("cy"):
        assert (found.owner, str(found.evidence)) == ("Heddlu De Cymru", "Peilot")


def test_a_plan_has_actions_of_its_own_among_those_of_their_group(people: People) -> None:
    report(people["analyst"], "gwent", "B-1")
    first = add(people["member"], group="A")
    second = add(people["member"], group="")
    assert [first.action, second.action] == ["own-1", "own-2"]
    assert [(one.key, one.group) for one in plan_now("gwent").actions] == [("own-1", "A"), ("B-1", "B"), ("own-2", "")]
    service.put_back(people["member"], "gwent", "own-1", 0, "", 1)
    assert [one.key for one in plan_now("gwent").actions] == ["B-1", "own-2"]
    assert add(people["member"]).action == "own-3"  # a number is never given twice
    service.put_back(people["member"], "gwent", "own-1", 1, "", 2)
    assert str(plan_now("gwent").action("own-1").text) == "Open a women's centre in Newport"


def test_every_update_has_its_audit_event(people: People) -> None:
    report(people["member"])
    report(people["member"], state="done", evidence_en="It is there")
    service.put_back(people["analyst"], "national", FIRST, 1, "Not yet quite", 2)
    add(people["analyst"])
    told = [(one.action, one.username, one.why) for one in Event.objects.filter(action__startswith="action.").order_by("pk")]
    assert told == [
        ("action.start", "member", ""),
        ("action.finish", "member", ""),
        ("action.put_back", "analyst", "Not yet quite"),
        ("action.add", "analyst", ""),
    ]
    done = Event.objects.get(action="action.finish")
    assert done.detail["changed"] == {"state": ["under_way", "done"], "evidence_en": ["", "It is there"]}


@pytest.mark.parametrize("role", ["board", "approver", "administrator", "nobody"])
def test_who_only_reads_says_nothing(role: str, people: People) -> None:
    with pytest.raises(PermissionDenied):
        report(people[role])
    with pytest.raises(PermissionDenied):
        add(people[role])
    with pytest.raises(PermissionDenied):
        service.put_back(people[role], "national", FIRST, 0, "", 1)
    assert not ActionUpdate.objects.exists()


REFUSED: dict[str, dict[str, Any]] = {
    "No owner": {"owner_en": "", "owner_cy": ""},
    "no day": {"due": None},
    "nothing shows that it is done": {"state": "done"},
    "no reason for dropping it": {"state": "dropped"},
    "an indicator that is none": {"indicators": ["Z9"]},
    "a link that is not https": {"link": "http://example.org"},
    "a script as link": {"link": "javascript:alert(1)"},
    "Welsh alone": {"evidence_cy": "Peilot"},
    "nobody takes it up": {"state": "not_taken_up"},
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=list(REFUSED))
def test_what_must_not_be_said_is_refused_and_leaves_nothing(wrong: dict[str, Any], people: People) -> None:
    with pytest.raises(PlanRefused):
        report(people["analyst"], **wrong)
    assert not ActionUpdate.objects.exists() and not Event.objects.filter(action__startswith="action.").exists()


def test_a_promised_day_is_not_moved_without_a_reason(people: People) -> None:
    report(people["analyst"])
    with pytest.raises(PlanRefused, match="Say why"):
        report(people["analyst"], due=date(2999, 6, 30))
    assert report(people["analyst"], "national", FIRST, "The court is closed", due=date(2999, 6, 30)).number == 2


def test_an_action_or_plan_that_there_is_not(people: People) -> None:
    for plan, action in (("national", "A-9"), ("national", "own-1"), ("nowhere", FIRST), ("national", "W-1")):
        with pytest.raises(KeyError):
            report(people["analyst"], plan, action)


def test_who_read_an_older_update_is_told(people: People) -> None:
    report(people["analyst"])
    with pytest.raises(Overtaken):
        service.report(people["member"], "national", FIRST, values(), "", 0)
    with pytest.raises(Overtaken):
        service.put_back(people["member"], "national", FIRST, 0, "", 0)
    with pytest.raises(PlanRefused, match="Nothing is changed"):
        report(people["member"])


@pytest.mark.parametrize("statement", ["UPDATE {} SET why = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_keeps_what_was_said(statement: str, people: People) -> None:
    report(people["analyst"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("plans_actionupdate"))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told() -> None:
    people = make_people()
    start = threading.Barrier(2)
    answers: list[str] = []

    def say(role: str) -> None:
        try:
            start.wait(10)
            service.report(people[role], "national", FIRST, values(), "", 0)
            answers.append("said")
        except Overtaken:
            answers.append("overtaken")
        finally:
            connection.close()

    both = [threading.Thread(target=say, args=[role]) for role in ("member", "analyst")]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(answers) == ["overtaken", "said"]
    assert ActionUpdate.objects.count() == Event.objects.filter(action="action.start").count() == 1


def test_late_follows_from_the_day_alone(people: People) -> None:
    report(people["analyst"], due=date(2024, 3, 31))
    [(framework, plan)] = [one for one in all_plans() if one[1].code == "national"]

    def late(day: date, state: str = "under_way") -> bool:
        update = ActionUpdate(plan="national", action=FIRST, number=1, state=state, due=date(2024, 3, 31))
        return parts([update], day)[0].action(FIRST).is_late

    assert framework.plans[0] is plan
    assert not late(date(2024, 3, 31)) and late(date(2024, 4, 1))
    assert {state for state in STATES if late(date(2024, 4, 1), state)} == RUNNING
    assert plan_now("national").action(FIRST).is_late


# A history as it grows, and every moment of it: a day each, in the order in which people spoke.
SAID = st.tuples(st.sampled_from(["national", "gwent"]), st.sampled_from([FIRST, "C-2", "own-1"]), st.sampled_from(list(STATES)))


def plainly(history: list[ActionUpdate], moment: Any) -> dict[tuple[str, str], ActionUpdate]:
    """Told from the beginning, one after the other, until the moment is past."""
    found: dict[tuple[str, str], ActionUpdate] = {}
    for update in history:
        if update.written_at > moment:
            break
        found.pop((update.plan, update.action), None)
        found[update.plan, update.action] = update
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, max_size=12), steps=st.lists(st.integers(0, 2), min_size=12, max_size=12), at=st.integers(-1, 26))
def test_the_state_at_a_moment_is_what_was_said_until_then(
    said: list[tuple[str, str, str]], steps: list[int], at: int, people: People
) -> None:
    begin = timezone.now() - timedelta(days=400)
    history, numbers, day = [], {}, 0
    for (plan, action, state), step in zip(said, steps, strict=False):
        day += step
        numbers[plan, action] = numbers.get((plan, action), 0) + 1
        moment = begin + timedelta(days=day)
        words = {"text_en": "Own", "text_cy": "Ei hun"} if action == "own-1" else {}
        more = {"written_by": people["analyst"], "written_at": moment, **words}
        history.append(ActionUpdate(plan=plan, action=action, number=numbers[plan, action], state=state, **more))
    moment = begin + timedelta(days=at)
    expected = plainly(history, moment)
    assert state_at(moment, reversed(history)) == expected
    with transaction.atomic():
        for one in history:
            one.save()
        kept = {(one.plan, one.action): one.number for one in ActionUpdate.objects.at(moment)}
        shown = plans_at(moment)
        transaction.set_rollback(True)
    assert kept == {place: one.number for place, one in expected.items()}
    assert shown == parts(expected.values(), timezone.localdate(moment))
    assert _standing(shown) == {
        place: one.state for place, one in expected.items() if one.state != "not_taken_up" or place in _whole()
    }


def _standing(shown: tuple[PlanPart, ...]) -> dict[tuple[str, str], str]:
    return {(plan.code, one.key): one.state for plan in shown for one in plan.actions if one.number}


def _whole() -> set[tuple[str, str]]:
    return {("national", FIRST), ("national", "C-2")}


def test_a_moment_of_the_past_is_the_same_for_ever(people: People) -> None:
    before = timezone.now()
    report(people["analyst"], person=people["member"])
    between = timezone.now()
    first = plans_at(between)
    report(people["analyst"], state="done", evidence_en="It is there")
    add(people["analyst"])
    User.objects.filter(pk=people["member"].pk).update(first_name="Another", last_name="Name")
    assert plans_at(between) == first and first[0].action(FIRST).person == "member"
    assert plans_at(before)[0].action(FIRST).number == 0
    assert plans_at(timezone.now()) == plans_now()


@given(
    before=st.sampled_from(list(STATES)),
    after=st.sampled_from(list(STATES)),
    why=st.sampled_from(["", "A reason"]),
    owner=st.sampled_from(["", "Gwent Police"]),
    due=st.sampled_from([None, date(2024, 1, 1), date(2025, 1, 1)]),
    link=st.sampled_from(["", "https://example.org", "ftp://example.org"]),
)
def test_what_passes_the_rules_keeps_every_promise(
    before: str, after: str, why: str, owner: str, due: date | None, link: str
) -> None:
    then = {**NOTHING, "state": before, "due": date(2024, 1, 1)}
    now = {**NOTHING, "state": after, "owner_en": owner, "due": due, "link": link}
    found = rules.faults(then, now, why)
    move = move_between(before, after)
    assert ("state" in found) == (after not in open_to(before)) == (move is None)
    if not found:
        assert move == "" or ACTION.allows(before, str(move))
        assert why or (move not in WITH_REASON and due == date(2024, 1, 1))
        assert after not in ("not_started", "under_way") or due
        assert after == "not_taken_up" or owner
        assert after != "done" or link
        assert not link or link.startswith("https://")
