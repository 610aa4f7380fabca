"""Signals, the register and commentary in a real browser, with the longest words: as narrow as a phone, quiet, accessible."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext

from indicators.commentary import service as commentary
from indicators.events import service as events
from indicators.releases.models import Release
from indicators.signals import service
from indicators.signals.models import SignalResponse
from tests.browsing import Watch, violations
from tests.conftest import People, make_people
from tests.dashboards.test_in_a_browser import NARROW, sign_in
from tests.events.making import record
from tests.serving import Site
from tests.signals.making import GWENT, NORTH_WALES, SOUTH_WALES, drafted, finding, load, published
from tests.signals.test_responses import GWENT_WOMEN, SAID

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2


def scene(people: People) -> Release:
    """Something of everything that these pages show; gives the draft."""
    analyst = people["analyst"]
    load(people)
    published(people, finding(GWENT), finding(NORTH_WALES))
    published(people, finding(GWENT), finding(SOUTH_WALES, moved=-1), finding(NORTH_WALES, "too_few"))
    first = service.respond(analyst, GWENT_WOMEN, {**SAID, "action_en": LONG, "review_on": date(2024, 1, 1)}, 0)
    service.respond(analyst, GWENT_WOMEN, {**SAID, "owner_en": LONG, "review_on": date(2024, 1, 1)}, first.number)
    event = record(analyst, title_en=f"Courts {LONG}"[:200])
    rebase = events.request_rebase(analyst, event, ["A1"], [], "Why")
    events.approve_rebase(people["approver"], rebase)
    events.request_rebase(analyst, event, ["B1"], [], LONG)
    draft = drafted(people, finding(GWENT))
    commentary.write(analyst, draft, ("A", "A1"), {"en": LONG, "cy": ""}, 0)
    return draft


def paths_of(draft: Release) -> list[str]:
    event = draft.rebases[0]["event"]
    rebase = reverse("events:withdraw-rebase", args=[events.Rebase.objects.earliest("pk").pk])
    lists = [reverse(name) for name in ("signals:list", "events:list", "events:record", "commentary:list")]
    of_event = [reverse(f"events:{name}", args=[event]) for name in ("detail", "change", "rebase")]
    return [*lists, *of_event, rebase, GWENT_WOMEN.url, reverse("commentary:indicator", args=[draft.pk, "A", "A1"])]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_of_signals_events_and_commentary(browser: BrowserContext, site: Site) -> None:
    people = make_people()
    draft = scene(people)
    page = sign_in(browser, site, people["analyst"])
    watch = Watch(page, site.url)
    page.set_viewport_size(NARROW)
    for path in paths_of(draft):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert watch.faults == [], path
    for path in (GWENT_WOMEN.url, reverse("signals:list")):
        page.goto(site.url + path)
        assert violations(page) == [], path


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_response_is_written_by_keyboard_and_without_a_script(browser: BrowserContext, site: Site) -> None:
    people = make_people()
    load(people)
    published(people, finding(GWENT))
    sign_in(browser, site, people["analyst"])
    plain = browser.browser.new_context(java_script_enabled=False, storage_state=browser.storage_state())  # type: ignore[union-attr]
    page = plain.new_page()
    page.goto(site.url + GWENT_WOMEN.url)
    page.get_by_label("Cause, in English").focus()
    page.keyboard.type("A new court")
    page.get_by_label("Owner, in English").focus()
    page.keyboard.type("Women's lead")
    page.keyboard.press("Enter")
    page.get_by_text("The response is saved. Readers see it now.").wait_for()
    plain.close()
    assert SignalResponse.objects.get().cause_en == "A new court"
