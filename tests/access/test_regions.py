"""Somebody whose matters are one region writes about that region alone, by pages and by commands, and reads of every region."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from indicators.releases.models import Release
from tests.conftest import People
from wales_framework.access import predicates

GWENT, NORTH = "W15000002", "W15000001"
SignedIn = Callable[[str], Client]
SAID = {"state": "under_way", "owner_en": "Gwent Police", "due": "2999-12-01", "number": "0"}


@pytest.fixture
def of_gwent(people: People) -> People:
    for name in ("member", "analyst", "approver", "administrator"):
        people[name].regions = [GWENT]
        people[name].save()
    return people


def test_a_plan_is_kept_by_who_belongs_to_its_region(of_gwent: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    answers = {}
    for plan in ("gwent", "north-wales", "national"):
        assert member.get(reverse("plans:plan", args=[plan])).status_code == 200
        page = member.get(reverse("plans:action", args=[plan, "A-1"])).content.decode()
        offered = reverse("plans:update", args=[plan, "A-1"]) in page
        answers[plan] = (offered, member.post(reverse("plans:update", args=[plan, "A-1"]), SAID).status_code)
        answers[plan] += (member.get(reverse("plans:add", args=[plan])).status_code,)
        answers[plan] += (member.post(reverse("plans:put-back", args=[plan, "A-1", 0]), {"number": "1"}).status_code,)
    assert answers["gwent"] == (True, 302, 200, 302)
    assert answers["north-wales"] == answers["national"] == (False, 403, 403, 403)


def test_a_command_asks_the_same(of_gwent: People) -> None:
    said = {"user": "member", "owner_en": "Gwent Police", "due": "2999-12-01", "stdout": StringIO()}
    call_command("report_action", "gwent", "A-1", "under_way", **said)
    with pytest.raises(CommandError, match="may not"):
        call_command("report_action", "north-wales", "A-1", "under_way", **said)


def test_what_concerns_all_of_wales_is_not_for_somebody_of_one_region(
    published: Release, of_gwent: People, signed_in: SignedIn
) -> None:
    for person, name, args in (
        ("analyst", "releases:draft", []),
        ("analyst", "extracts:upload", []),
        ("analyst", "events:record", []),
        ("approver", "releases:publish", [published.pk]),
        ("approver", "releases:withdraw", [published.pk]),
        ("administrator", "access:people", []),
    ):
        assert signed_in(person).post(reverse(name, args=args)).status_code in (403, 405), name
    assert signed_in("analyst").get(reverse("releases:list")).status_code == 200
    for page in ("dashboards:home", "dashboards:regions", "dashboards:compare", "api:observations"):
        assert signed_in("analyst").get(reverse(page)).status_code == 200, page


def test_two_regions_are_two_regions(people: People) -> None:
    people["member"].regions = [GWENT, NORTH]
    kept = [predicates.may_keep_plans(people["member"], area) for area in (GWENT, NORTH, "W15000003", "W92000004", "")]
    assert kept == [True, True, False, False, False]


def test_a_signal_is_responded_to_by_who_belongs_to_its_region(published: Release, of_gwent: People, signed_in: SignedIn) -> None:
    """Of a series of all of Wales: somebody of Gwent reads the page and is given no form."""
    url = reverse("signals:series", args=["A1", "women", "W92000004", "sentence_type.immediate_custody"])
    analyst = signed_in("analyst")
    page = analyst.get(url)
    assert page.status_code == 200 and "Respond to this signal" not in page.content.decode()
    assert analyst.post(url, {"cause_en": "A cause"}).status_code == 403
    of_gwent["analyst"].regions = []
    of_gwent["analyst"].save()
    assert "Respond to this signal" in analyst.get(url).content.decode()
