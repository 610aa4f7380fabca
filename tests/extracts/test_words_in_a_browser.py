"""The pages on layouts and words in a real browser: usable by everyone, quiet, within a narrow width."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from indicators.extracts.models import Extract
from indicators.extracts.terms import telling
from tests.browsing import Watch, violations
from tests.conftest import make_people
from tests.extracts.test_terms import REASON, STRANGE, checked, file_of
from tests.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 800}


@pytest.fixture
def extract(site: Site, browser: BrowserContext, own_files: Path) -> Extract:
    """One with words that nobody knows, a word that was told, and a browser in which an analyst is signed in."""
    analyst = make_people()["analyst"]
    telling.tell(analyst, *REASON, STRANGE, "neither")
    client = Client()
    client.force_login(analyst)
    browser.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    return checked(analyst, file_of({"Died": "Left for an address that is longer than most", "Cardiff": "Roath"}, {"sex": "S1"}))


def test_the_pages_are_usable_quiet_and_narrow(site: Site, browser: BrowserContext, extract: Extract) -> None:
    page = browser.new_page()
    watch = Watch(page, site.url)
    for name, args in [
        ("terms", []),
        ("term", REASON),
        ("term", ("profile", "ethnicity")),
        ("term", ("sentences", "headings")),
        ("unknown-terms", [extract.pk]),
        ("layouts", []),
        ("layout", ["sentences"]),
        ("layout", ["assessments"]),
    ]:
        page.goto(site.url + reverse(f"extracts:{name}", args=args))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == [], name
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], (name, args)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert watch.faults == []


def test_a_word_is_told_with_the_keyboard(site: Site, browser: BrowserContext, extract: Extract) -> None:
    page = browser.new_page()
    page.goto(site.url + reverse("extracts:detail", args=[extract.pk]))
    page.get_by_role("link", name="Say what these words mean").first.click()
    page.get_by_label("Roath").focus()
    page.keyboard.type("Cardiff")
    page.get_by_role("button", name="Only remember").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("terminations.csv")
    page.goto(site.url + reverse("extracts:terms"))
    expect(page.get_by_role("row", name="Roath")).to_contain_text("Cardiff")
