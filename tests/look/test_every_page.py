"""Every page of the table of roles in a real browser, in both languages: accessible, quiet, still, and within its width."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import BrowserContext, Page, Response

from tests import keeping, signing
from tests.access.test_roles import EVERYBODY, TABLE, places
from tests.browsing import Watch, violations
from tests.conftest import People
from tests.dashboards.counted import publish_counted
from tests.serving import Site
from wales_framework.access.models import User
from wales_framework.access.predicates import may_read_figures
from wales_framework.tokens import service as tokens
from wales_framework.tokens.models import Token

__all__ = ["places"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
PAPER = {"width": 680, "height": 900}  # A4 between margins of 15 mm
PARTS_OF_PAGES = {"jobs:progress"}
MOST_SHIFT = 0.05
MOST_SCRIPTS = 200 * 1024
# How much of the page moved by itself, as Chromium counts it.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Of a printed page: its width, the links whose addresses would stand within tables and menus, and pictures over words.
PRINTED = """() => ({
  width: document.documentElement.scrollWidth,
  beyond: [...document.querySelectorAll("main td, main th")].filter((cell) =>
    cell.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length,
  addresses: [...document.querySelectorAll("table a, nav a, a[href^='/']")].filter((link) =>
    getComputedStyle(link, "::after").content.includes("/")).length,
  flowers: [...document.querySelectorAll(".app-hero__mark")].filter((one) => one.checkVisibility()).length,
})"""
# Of each chart whether its picture is there to be seen, of each table its rows, and how many cells are hidden.
READABLE = """() => ({
  pictures: [...document.querySelectorAll("figure[data-chart]")].map((chart) => {
    const picture = chart.querySelector("svg[role=img], img[alt]");
    return picture !== null && picture.checkVisibility() && picture.getBoundingClientRect().height > 0;
  }),
  rows: [...document.querySelectorAll("main table")].map((table) => table.querySelectorAll("tbody tr").length),
  hidden: document.querySelectorAll("main [hidden] td, main [hidden] th").length,
})"""


@pytest.fixture
def first_release(people: People, tmp_path: Path) -> keeping.Named:
    """Counted figures beside the published ones: pages of every kind have something to show."""
    return "counted", lambda: publish_counted(people["analyst"], people["approver"], tmp_path)


def pages(places: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """Name, role that may open it, and path in the active language, of every address that may answer GET with a page."""
    for name, address in TABLE.items():
        if address.method == "get" and address.good == (200,) and not name.startswith("api") and name not in PARTS_OF_PAGES:
            role = next(role for role in EVERYBODY if role in address.roles)
            yield name, role, reverse(name, args=[places.get(str(arg), arg) for arg in address.args])


def sign_in(context: BrowserContext, site: Site, person: User) -> None:
    client = signing.client_of(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])


def fill_tables_of_ones_own(people: People) -> None:
    """Everybody has a token where they may, and is signed in somewhere else too: the pages of both show a table of them."""
    for person in people.values():
        if may_read_figures(person):
            tokens.make(person, "The program on my laptop", Token.Scope.API, timezone.localdate())
        signing.client_of(person).get("/en/account/sessions/")


def resize(page: Page, size: Any) -> None:
    if page.viewport_size != size:  # to be told what it is takes a page as long as a change
        page.set_viewport_size(size)


def is_page(answer: Response | None) -> bool:
    return answer is not None and answer.status == 200 and answer.headers["content-type"].startswith("text/html")


def scripts_of(page: Page) -> int:
    """Bytes of the page's scripts as they came over the wire."""
    sizes = """() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"))
        .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    return int(page.evaluate(sizes))


def test_what_keeps_people_out_would_be_found(browser: BrowserContext) -> None:
    page = browser.new_page()
    page.set_content('<html><body><main><h1>One</h1><img src="a.png"><p style="color: #ddd">Pale</p></main></body></html>')
    assert {one.partition(":")[0] for one in violations(page)} >= {"html-has-lang", "image-alt", "color-contrast"}
    assert not any(one.startswith("color-contrast") for one in violations(page, colours=False))


@pytest.mark.parametrize(("language", "first", "then"), [("en", WIDE, NARROW), ("cy", NARROW, WIDE)])
def test_every_page_is_accessible_quiet_still_and_within_its_width(
    language: str, first: Any, then: Any, browser: BrowserContext, site: Site, places: dict[str, object], people: People
) -> None:
    fill_tables_of_ones_own(people)
    browser.add_init_script(SHIFTS)
    page, seen, wrong = browser.new_page(), 0, {}
    watch = Watch(page, site.url)
    with translation.override(language):
        addresses = sorted(pages(places), key=lambda one: one[1])
    role = ""
    for name, needed, path in addresses:
        if needed != role:
            sign_in(browser, site, people[needed])
            role = needed
        resize(page, first)
        try:
            answer = page.goto(site.url + path)
        except Exception as failure:  # a file that is downloaded, and no page
            if "Download is starting" not in str(failure):
                raise
            continue
        if not is_page(answer):
            watch.faults.clear()  # an answer that is no page is of no interest here
            continue
        seen += 1
        faults = list(watch.faults)
        watch.faults.clear()
        if page.evaluate("document.documentElement.lang") != language:
            faults.append("another language")
        if (loaded := scripts_of(page)) > MOST_SCRIPTS and page.locator("figure[data-chart]").count() == 0:
            faults.append(f"{loaded} bytes of scripts")
        if (shifted := page.evaluate("window.shifted")) > MOST_SHIFT:
            faults.append(f"moves by {shifted:.3f}")
        faults += violations(page, colours=language == "en")  # which are the same in both languages
        for size in (first, then):
            resize(page, size)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                faults.append(f"wider than {size['width']}")
        if faults:
            wrong[f"{name} {path}"] = faults
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert seen > 40


def test_every_figure_is_readable_without_scripts(chromium: Any, site: Site, places: dict[str, object], people: People) -> None:
    """What the page says without its script is all that it says: tables and sentences are there, nothing waits for a script."""
    context = chromium.new_context(java_script_enabled=False)
    sign_in(context, site, people["analyst"])
    page = context.new_page()
    with translation.override("en"):
        addresses = [
            path for name, role, path in pages(places) if "analyst" in TABLE[name].roles and name.startswith("dashboards:")
        ]
    pictures = tables = 0
    for path in addresses:
        try:
            answer = page.goto(site.url + path)
        except Exception as failure:  # a file that is downloaded, and no page
            if "Download is starting" not in str(failure):
                raise
            continue
        if not is_page(answer):
            continue
        found = page.evaluate(READABLE)
        assert all(found["pictures"]) and all(found["rows"]) and found["hidden"] == 0, (path, found)
        pictures += len(found["pictures"])
        tables += len(found["rows"])
    assert pictures >= 3 and tables >= 8
    context.close()


def test_every_page_of_figures_is_whole_on_paper(
    browser: BrowserContext, site: Site, places: dict[str, object], people: People
) -> None:
    """Paper does not scroll: no column lies beyond its edge, no address takes the room of a table's figures, and none of this
    service stands there at all: it is long, and without the name of the host it leads nowhere."""
    sign_in(browser, site, people["analyst"])
    page, seen, wrong = browser.new_page(), 0, {}
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    with translation.override("en"):
        addresses = [path for name, _role, path in pages(places) if name.startswith("dashboards:")]
    for path in addresses:
        try:
            answer = page.goto(site.url + path)
        except Exception as failure:  # a file that is downloaded, and no page
            if "Download is starting" not in str(failure):
                raise
            continue
        if is_page(answer):
            seen += 1
            found = page.evaluate(PRINTED)
            if found != {"width": PAPER["width"], "beyond": 0, "addresses": 0, "flowers": 0}:
                wrong[path] = found
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert seen > 10
