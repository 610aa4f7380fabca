"""A page in Welsh is Welsh: its language is marked, and no text of the service on it is left in English."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators.extracts.models import Extract
from indicators.releases.models import Release
from tests.conftest import PASSWORD, People
from wales_framework.access.context import NAVIGATION
from wales_framework.language import catalogues

SPOKEN = ("aria-label", "alt", "title", "placeholder")  # attributes that a reader hears or sees
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """The texts of a page that are in the page's own language, codes left out, and what that language is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.language = ""
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "html":
            self.language = named.get("lang") or ""
        quiet = bool(self.open and self.open[-1][1]) or tag in ("script", "style", "code")
        quiet = quiet or named.get("lang", self.language) != self.language
        if tag not in EMPTY:
            self.open.append((tag, quiet))
        if not quiet:
            self.texts += [value for name in SPOKEN if (value := named.get(name))]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]) and (text := " ".join(data.split())):
            self.texts.append(text)


def english_left(page: Reader) -> set[str]:
    """Texts of the page that are the English of a message whose Welsh is another text."""
    english = {
        message.id: message.string
        for message in catalogues.existing()
        if isinstance(message.id, str) and message.id != message.string
    }
    welsh = set(english.values())
    return {text for text in page.texts if text in english and text not in welsh}


def read(client: Client, address: str) -> Reader:
    response = client.get(address)
    assert response.status_code == 200, address
    return Reader(response.content.decode())


def welsh_address(name: str, **values: Any) -> str:
    with translation.override("cy"):
        return reverse(name, kwargs=values)


def addresses() -> dict[str, list[str]]:
    """By role, the pages that the role is for, with what there is to open on them."""
    readers = ["dashboards:home", "dashboards:api", "priority_groups:frameworks", "about-figures", "accessibility", "cookies"]
    found = {
        "board": [welsh_address(name) for name in [*readers, "packs:list", "access:roles", "account_change_password"]],
        "analyst": [welsh_address(name) for name in ["extracts:list", "extracts:upload", "releases:list"]],
        "administrator": [welsh_address(name) for name in ["access:people", "access:invite", "audit:events"]],
    }
    found["board"] += [
        welsh_address("dashboards:group", code="A"),
        welsh_address("dashboards:indicator", code="A1"),
        welsh_address("dashboards:indicator", code="B2"),
        welsh_address("priority_groups:framework", slug="reoffending-2018-2023"),
    ]
    found["analyst"] += [welsh_address("extracts:layout", source="published")]
    found["analyst"] += [welsh_address("extracts:detail", pk=extract.pk) for extract in Extract.objects.all()]
    found["analyst"] += [welsh_address("releases:detail", pk=release.pk) for release in Release.objects.all()]
    return found


def test_pages_in_welsh_have_no_english_left(published: Release, signed_in: Callable[[str], Client]) -> None:
    left = {}
    for role, pages in addresses().items():
        client = signed_in(role)
        for address in pages:
            page = read(client, address)
            assert page.language == "cy", address
            assert len(page.texts) > 20, address
            if english := english_left(page):
                left[address] = english
    assert left == {}


def test_the_same_pages_in_english_are_found_english(published: Release, signed_in: Callable[[str], Client]) -> None:
    """The comparison above sees English where there is English."""
    page = read(signed_in("board"), "/en/")
    assert page.language == "en"
    assert {"Home", "Frameworks", "Priority groups"} <= english_left(page)


def test_the_sign_in_page_is_welsh(db: None) -> None:
    page = read(Client(), welsh_address("account_login"))
    assert page.language == "cy"
    assert "Mewngofnodi" in page.texts
    assert english_left(page) == set()


def test_a_refused_sign_in_is_refused_in_welsh(people: People) -> None:
    response = Client().post(welsh_address("account_login"), {"login": "analyst", "password": PASSWORD + "!"})
    page = Reader(response.content.decode())
    assert any("cyfrinair yn gywir" in text for text in page.texts)
    assert english_left(page) == set()


@pytest.mark.parametrize(("address", "status"), [("/cy/nid-yw-hon-yn-bod/", 404), ("/cy/pobl/", 403)])
def test_pages_about_errors_are_welsh(signed_in: Callable[[str], Client], address: str, status: int) -> None:
    response = signed_in("member").get(address)
    assert response.status_code == status
    page = Reader(response.content.decode())
    assert page.language == "cy"
    assert english_left(page) == set()


def test_the_navigation_is_welsh_and_leads_to_welsh_addresses(signed_in: Callable[[str], Client], people: People) -> None:
    person = people["administrator"]
    person.roles = list(dict.fromkeys(role for other in people.values() for role in other.roles))
    person.save()
    page = read(signed_in("administrator"), welsh_address("dashboards:home"))
    for label, name, _predicate in NAVIGATION:
        with translation.override("en"):
            assert str(label) not in page.texts
        with translation.override("cy"):
            assert str(label) in page.texts
            assert reverse(name).startswith("/cy/")


def test_each_page_offers_itself_in_the_other_language(signed_in: Callable[[str], Client]) -> None:
    html = signed_in("member").get(welsh_address("dashboards:indicator", code="A1") + "?from=YE2015-12").content.decode()
    assert 'href="/en/indicators/A1/?from=YE2015-12"' in html


def test_both_languages_are_offered() -> None:
    assert [code for code, name in settings.LANGUAGES] == ["en", "cy"]
