"""What people come for, each within three clicks of the home page, by the words that they see."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from indicators.releases.models import Release
from tests import keeping
from tests.conftest import People
from tests.dashboards.counted import publish_counted
from tests.working import run_jobs

SignedIn = Callable[[str], Client]
MOST_CLICKS = 3
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*\baction="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


class Visitor:
    """Somebody who starts at home and counts every click on a link or button."""

    def __init__(self, client: Client, home: str) -> None:
        self.client, self.clicks = client, 0
        self.open(home)

    def open(self, address: str) -> None:
        self.answer = self.client.get(address, follow=True)
        assert self.answer.status_code == 200, address
        self.path = self.answer.request["PATH_INFO"]
        content = b"".join(self.answer.streaming_content) if self.answer.streaming else self.answer.content
        self.kind = self.answer["Content-Type"].split(";")[0]
        self.page = content.decode() if self.kind.startswith("text/") else ""

    @property
    def text(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.page)).split())

    def click(self, words: str) -> None:
        """The first link of the page whose text begins with these words."""
        for address, inner in LINK.findall(self.page):
            text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", inner)).split())
            if text.startswith(words):
                self.clicks += 1
                self.open(
                    html.unescape(re.sub(r"#.*", "", address)) if address[:1] == "/" else self.path + html.unescape(address)
                )
                return
        raise AssertionError(f"no link “{words}” on {self.path}")

    def press(self, words: str) -> None:
        """The first button of the page that has these words."""
        for address, inner in FORM.findall(self.page):
            if words in " ".join(html.unescape(re.sub(r"<[^>]*>", " ", inner)).split()):
                self.clicks += 1
                self.client.post(address, dict(HIDDEN.findall(inner)))
                return
        raise AssertionError(f"no button “{words}” on {self.path}")


@pytest.fixture
def release(people: People, tmp_path: Path) -> Release:
    return keeping.release("counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path))


def test_what_changed_for_women_this_quarter(release: Release, signed_in: SignedIn) -> None:
    visitor = Visitor(signed_in("member"), "/en/")
    visitor.click("Reduce the number of women")
    for indicator in ("A1", "A2", "A3", "A4", "A5", "A6"):
        assert f"{indicator}." in visitor.text
    # With two years of figures that is what there is to say, with its reason.
    assert "Not ready yet" in visitor.text and "A verdict needs 5 years whose figures are shown" in visitor.text
    assert visitor.clicks <= MOST_CLICKS


def test_whether_south_wales_is_different(release: Release, signed_in: SignedIn) -> None:
    visitor = Visitor(signed_in("member"), "/en/")
    visitor.click("Regions")
    visitor.click("South Wales")
    assert "What stands out beside the rest of Wales" in visitor.text
    assert visitor.clicks <= MOST_CLICKS


def test_the_data_behind_a_chart_are_taken_away(release: Release, signed_in: SignedIn) -> None:
    visitor = Visitor(signed_in("member"), "/en/")
    visitor.click("Reduce the number of women")
    visitor.click("Number of women commencing")
    visitor.click("Download these figures (CSV)")
    assert visitor.kind == "text/csv" and "sentences_started" in visitor.page
    assert visitor.clicks <= MOST_CLICKS


def test_what_is_being_done_about_it(release: Release, signed_in: SignedIn) -> None:
    visitor = Visitor(signed_in("member"), "/en/")
    visitor.click("Plans")
    visitor.click("IOM Cymru (national) Delivery Plan")
    assert "Better understand the distinct set of needs of women who offend" in visitor.text
    assert "not started" in visitor.text.lower() or "not yet taken up" in visitor.text.lower()
    assert visitor.clicks <= MOST_CLICKS
    from_a_group = Visitor(signed_in("member"), "/en/")
    from_a_group.click("Reduce the number of women")
    assert "What is being done about it" in from_a_group.text


def test_the_board_has_its_edition_in_welsh(release: Release, signed_in: SignedIn) -> None:
    visitor = Visitor(signed_in("board"), "/cy/")
    visitor.click("Pecynnau'r Bwrdd")
    visitor.press("Cymraeg")
    run_jobs()
    visitor.open(visitor.path)
    visitor.click("positive-change")
    assert visitor.kind == "application/pdf"
    assert visitor.clicks <= MOST_CLICKS
