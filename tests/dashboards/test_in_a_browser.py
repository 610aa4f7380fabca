"""The pages in a real browser: usable by everyone, quiet, within their width, and whole without scripts."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import figures, findings
from tests.conftest import make_people
from tests.serving import Site
from wales_framework.access.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "dashboards:home": [],
    "dashboards:group": ["A"],
    "dashboards:indicator": ["A1"],
    "dashboards:regions": [],
    "dashboards:region": ["gwent"],
    "dashboards:methods": [],
    "dashboards:api": [],
}
WITH_RATES = ("dashboards:indicator", ["A3"])
WAITING = ("dashboards:indicator", ["C5"])
LIMITS = "?area=W15000002"  # of an area alone, with average and limits
NARROW = {"width": 320, "height": 800}


@pytest.fixture
def member(site: Site, tmp_path: Path) -> User:
    people = make_people()
    figures.publish_rich(people, tmp_path, findings.find)
    return people["member"]


def sign_in(context: BrowserContext, site: Site, person: User) -> Page:
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    return context.new_page()


def see_all(page: Page) -> None:
    """Each chart comes into view and is drawn there; then the end of the page is seen."""
    for chart in page.locator("figure[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-chart-drawn", "yes")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")


def test_the_chart_library_comes_only_where_a_chart_is(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    for path, charts in (("/en/", 0), ("/en/groups/A/", 0), ("/en/indicators/C5/", 0), ("/en/indicators/A1/", 1)):
        fetched: list[str] = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.goto(site.url + path)
        see_all(page)
        assert page.locator("figure[data-chart]").count() == charts
        assert any("plotly" in url for url in fetched) == bool(charts), path


def test_without_scripts_there_is_a_picture_a_table_and_a_choice_of_periods(chromium: Browser, site: Site, member: User) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = sign_in(context, site, member)
    page.goto(f"{site.url}/en/indicators/A1/")
    picture = page.locator("figure[data-chart] svg[role=img]")
    expect(picture).to_be_visible()
    expect(picture).to_have_accessible_name(
        "Line chart with 5 lines, Wales, North Wales, Gwent, South Wales and Dyfed-Powys: People starting a sentence: women, "
        "immediate custody, from the year ending December 2014 to the year ending December 2024. The latest figure for Wales is "
        "424, for the year ending December 2024. The same figures are in the table. Baseline 585."
    )
    page.get_by_label("From", exact=True).select_option("YE2018-12")
    page.get_by_label("To", exact=True).select_option("YE2018-12")
    page.get_by_role("button", name="Show these figures").click()
    expect(page).to_have_url(f"{site.url}/en/indicators/A1/?area=&from=YE2018-12&to=YE2018-12")
    table = page.locator("#A1-table")
    row = table.get_by_role("row", name="Year ending December 2018")
    expect(row.get_by_role("cell")).to_have_text(["585", "95", "56", "414", "20"])
    page.get_by_role("link", name="Show all periods").click()
    expect(table.get_by_role("row")).to_have_count(12)
    context.close()


def test_after_going_back_the_filter_says_what_the_page_shows(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A1/?from=YE2018-12&to=YE2020-12")
    first = page.get_by_label("From", exact=True)
    first.select_option("YE2016-12")
    page.goto(f"{site.url}/en/regions/")
    page.go_back()
    expect(first).to_have_value("YE2018-12")
    # Where the browser brought the page back as it was left, of which Playwright's has none.
    first.select_option("YE2016-12")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(first).to_have_value("YE2018-12")


def test_on_paper_a_chart_is_the_picture_that_fits_it(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A1/")
    see_all(page)
    page.emulate_media(media="print")
    expect(page.locator("[data-chart-plot]")).to_be_hidden()
    expect(page.locator("figure[data-chart] [data-chart-fallback] svg[role=img]")).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator("[data-chart-plot]")).to_be_visible()


def test_what_is_said_of_a_row_stands_under_its_name(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A1/")
    page.locator("#A1-table tbody th a").first.click()
    notes = page.locator("tbody th > .app-table__detail")
    assert notes.count() > 0
    names = "(notes) => notes.map((note) => note.getBoundingClientRect().left - note.parentElement.getBoundingClientRect().left)"
    assert set(notes.evaluate_all(names)) == {0}


def test_on_a_phone_a_table_scrolls_in_a_region_that_takes_the_keyboard(chromium: Browser, site: Site, member: User) -> None:
    context = chromium.new_context(viewport=NARROW)
    page = sign_in(context, site, member)
    page.goto(f"{site.url}/en/indicators/A1/")
    region = page.locator("#A1-table").get_by_role("region", name="People starting a sentence: women, immediate custody")
    region.focus()
    expect(region).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
    context.close()


def test_the_other_language_is_one_click_away_on_the_same_page(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A1/?from=YE2018-12&to=YE2020-12")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page).to_have_url(f"{site.url}/cy/dangosyddion/A1/?from=YE2018-12&to=YE2020-12")
    expect(page.locator("h1")).to_have_text("Nifer y menywod sy'n dechrau dedfryd o garchar ar unwaith neu ddedfryd gymunedol")


def test_a_chart_is_as_before_when_the_window_has_been_narrow(browser: BrowserContext, site: Site, member: User) -> None:
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A4/")
    see_all(page)
    where = """() => {
        const name = [...document.querySelectorAll("[data-chart-plot] .annotation-text")].at(-1);
        return name && Math.round(name.getBoundingClientRect().left);
    }"""
    before = page.evaluate(where)
    assert before
    for width in (200, 1280):
        page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(f"before => ({where})() === before", arg=before)


# The library's drawing is over only when the test says so.
HELD = """
const held = new Promise((resolve) => (window.letGo = resolve));
let library;
Object.defineProperty(window, "Plotly", {
  get: () => library,
  set: (loaded) => {
    const draw = loaded.newPlot;
    loaded.newPlot = async (...what) => {
      const drawn = await draw(...what);
      await held;
      return drawn;
    };
    library = loaded;
  },
});
"""
WIDTHS = """() => {
    const plot = document.querySelector("[data-chart-plot]");
    return [plot.querySelector(".main-svg")?.getBoundingClientRect().width, plot.clientWidth];
}"""


def test_a_window_that_is_narrowed_while_its_chart_is_drawn_has_it_in_its_width(
    browser: BrowserContext, site: Site, member: User
) -> None:
    browser.add_init_script(HELD)
    page = sign_in(browser, site, member)
    page.goto(f"{site.url}/en/indicators/A1/")
    page.locator("figure[data-chart]").scroll_into_view_if_needed()
    page.locator("[data-chart-plot] .main-svg").first.wait_for()
    page.set_viewport_size(NARROW)
    page.wait_for_function(f"() => {{ const [drawn, room] = ({WIDTHS})(); return drawn > room; }}")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.evaluate("window.letGo()")
    page.wait_for_function(f"() => {{ const [drawn, room] = ({WIDTHS})(); return drawn === room; }}")
