"""An action is reported on by command as on the page; the demo's entries come so, and say that they are examples."""

import pytest
from django.core.management import CommandError, call_command

from priority_groups.plans.models import ActionUpdate
from priority_groups.plans.reading import plan_now, plans_now
from tests.conftest import People
from wales_framework.demo.plans import ENTRIES, ensure_plans


def test_what_is_not_given_stays(people: People) -> None:
    call_command(
        "report_action", "gwent", "A-1", "under_way", user="member", owner_en="Gwent Police", due="2999-01-31", verbosity=0
    )
    call_command("report_action", "gwent", "A-1", "done", user="analyst", link="https://example.org", verbosity=0)
    found = plan_now("gwent").action("A-1")
    assert (found.owner, str(found.due), found.state, found.number) == ("Gwent Police", "2999-01-31", "done", 2)


@pytest.mark.parametrize(
    ("plan", "action", "user", "fault"),
    [
        ("gwent", "A-1", "board", "may not say"),
        ("gwent", "A-1", "stranger", "may not say"),
        ("gwent", "A-9", "member", "no action 'A-9'"),
        ("nowhere", "A-1", "member", "no plan 'nowhere'"),
        ("gwent", "A-1", "member", "Name who answers for it"),
    ],
)
def test_what_is_refused_says_why(plan: str, action: str, user: str, fault: str, people: People) -> None:
    with pytest.raises(CommandError, match=fault):
        call_command("report_action", plan, action, "under_way", user=user, verbosity=0)


def test_the_demos_entries_are_marked_and_made_once(people: People) -> None:
    for _twice in range(2):
        ensure_plans(lambda text: None)
    assert ActionUpdate.objects.count() == len(ENTRIES)
    shown = [one for plan in plans_now() for one in plan.actions if one.number]
    assert {one.state for one in shown} == {"not_started", "under_way", "on_hold", "done"} and any(one.is_late for one in shown)
    assert all(one.evidence and "example entry" in one.evidence.en and "enghreifftiol" in str(one.evidence.cy) for one in shown)
