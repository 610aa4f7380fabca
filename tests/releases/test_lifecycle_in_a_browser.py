"""Pages of releases that are not the latest in a real browser: accessible, quiet, as narrow as a phone, the watermark in
nobody's way. The others are opened with every page (tests/look)."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from indicators.releases import prerelease, scheduling
from tests.browsing import Watch, violations
from tests.conftest import make_people
from tests.dashboards.test_in_a_browser import NARROW, sign_in
from tests.publishing import load_examples, publish
from tests.releases.life import approved
from tests.releases.test_lifecycle_schedule import WINTER
from tests.serving import Site


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_of_a_releases_life(browser: BrowserContext, site: Site) -> None:
    people = make_people()
    people["approver"].roles = ["approver", "board"]
    people["approver"].save()
    load_examples(people["analyst"])
    first = publish(people["analyst"], people["approver"])
    second = publish(people["analyst"], people["approver"])
    coming = approved(people)
    prerelease.give_access(coming, people["approver"], people["approver"], "Briefing")
    scheduling.schedule(coming, people["approver"], WINTER)
    page = sign_in(browser, site, people["approver"])
    watch = Watch(page, site.url)
    page.set_viewport_size(NARROW)
    for path in (reverse("releases:withdraw", args=[second.pk]), f"/en/?release={first}", f"/en/indicators/A1/?release={coming}"):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert violations(page) == [], path
        assert watch.faults == [], path
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".app-watermark")).to_have_attribute("data-mark", f"approver · {coming} · not published")
    page.get_by_role("link", name="Back to the latest published release").click()  # through the watermark
    expect(page.locator(".app-watermark")).to_have_count(0)
