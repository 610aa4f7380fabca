"""The same page in the other language."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from wales_framework.look import address_in, languages


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/en/?from=2018&to=2024", "cy", "/cy/?from=2018&to=2024"),
        ("/en/nothing/here/?a=1", "cy", "/cy/nothing/here/?a=1"),
        ("/cy/dim/yma/", "en", "/en/dim/yma/"),
        ("/health/nothing", "cy", "/health/nothing"),
    ],
)
def test_address_keeps_the_page_and_the_query(address: str, code: str, expected: str) -> None:
    with translation.override("cy" if address.startswith("/cy") else "en"):
        assert address_in(address, code) == expected


def test_every_translated_address_leads_back() -> None:
    with translation.override("en"):
        welsh = address_in("/en/accessibility/?x=1", "cy")
    assert welsh.startswith("/cy/")
    with translation.override("cy"):
        assert address_in(welsh, "en") == "/en/accessibility/?x=1"


def test_choice_marks_the_language_of_the_page() -> None:
    with translation.override("cy"):
        choice = languages(RequestFactory().get("/cy/?page=2"))
    assert [(one["code"], one["name"], one["current"]) for one in choice] == [("en", "English", False), ("cy", "Cymraeg", True)]
    assert choice[0]["url"] == "/en/?page=2"
