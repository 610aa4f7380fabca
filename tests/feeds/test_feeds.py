"""Feeds: of what is published, for whoever has a token of theirs, and for nothing but that."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from html import unescape

from django.test import Client

from indicators.releases import correcting, service, withdrawing
from indicators.releases.models import Finding, Release
from tests.conftest import People
from tests.tokens.test_tokens import asked, made
from wales_framework.access.models import User

SignedIn = Callable[[str], Client]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(secret: str, address: str = "releases.atom") -> ET.Element:
    answer = Client().get(f"/en/feeds/{secret}/{address}")
    assert answer.status_code == 200, answer.status_code
    assert secret not in answer.content.decode()
    return ET.fromstring(answer.content)


def titles(found: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in found.iter(f"{ATOM}entry")]


def test_releases_corrections_and_withdrawals(published: Release, people: People, signed_in: SignedIn) -> None:
    secret = made(signed_in("member"), "feed")
    assert [title.split(",")[0] for title in titles(feed(secret))] == [f"Release {published}"]
    second = service.draft(people["analyst"])
    words = {"en": "A sum was wrong: a < b. <b>x</b><script>alert(1)</script>", "cy": "Roedd swm yn anghywir."}
    correcting.correct(second, published, people["analyst"], date(2026, 1, 1), words, words)
    assert len(titles(feed(secret))) == 1  # a draft tells nobody anything
    service.submit(second, people["analyst"])
    service.approve(second, people["approver"])
    service.publish(second, people["approver"])
    found = feed(secret)
    assert f"{second} corrects {published}" in titles(found)
    # Of type HTML: what a feed reader shows, once it has read that, is the text as it was written.
    (summary,) = (one for one in found.iter(f"{ATOM}summary") if "A sum" in (one.text or ""))
    assert summary.get("type") == "html" and "<" not in (summary.text or "")
    assert words["en"] in unescape(summary.text or "")
    other = User.objects.create_user("other", "other@example.org", roles=["approver"])
    withdrawing.confirm(withdrawing.ask(second, people["approver"], "A column.", "Colofn."), other)
    found = titles(feed(secret))
    assert f"{second} was withdrawn" in found
    assert f"{second} corrects {published}" not in found


def test_a_group_tells_which_verdicts_are_others(published: Release, people: People, signed_in: SignedIn) -> None:
    secret = made(signed_in("member"), "feed")
    assert titles(feed(secret, "groups/A.atom")) == []
    second = service.draft(people["analyst"])
    finding = Finding.objects.filter(release=second, indicator="A1", area_code="W92000004").get()
    finding.verdict = "too_few" if finding.verdict != "too_few" else "improving"
    finding.save()
    service.submit(second, people["analyst"])
    service.approve(second, people["approver"])
    service.publish(second, people["approver"])
    (title,) = titles(feed(secret, "groups/A.atom"))
    assert title.startswith("A1. People starting a sentence: women, immediate custody, Wales: too few cases to tell (before: ")
    assert titles(feed(secret, "groups/B.atom")) == []


def test_a_token_of_the_feeds_opens_nothing_else(published: Release, people: People, signed_in: SignedIn) -> None:
    member = signed_in("member")
    secret, program = made(member, "feed"), made(member)
    assert asked(secret) == 401
    for wrong in (program, "pcf_x", secret + "x"):
        assert Client().get(f"/en/feeds/{wrong}/releases.atom").status_code == 404
    people["member"].is_active = False
    people["member"].save()
    assert Client().get(f"/en/feeds/{secret}/releases.atom").status_code == 404


def test_a_feed_that_is_as_it_was_is_not_sent_again(published: Release, signed_in: SignedIn) -> None:
    address = f"/en/feeds/{made(signed_in('member'), 'feed')}/releases.atom"
    first = Client().get(address)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "private" in first["Cache-Control"]
    assert first["Content-Type"].startswith("application/atom+xml")
