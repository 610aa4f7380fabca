"""The whole way in a real browser, on a real worker: from an analyst's file to the Board member's PDF.

Web and worker have the rights that they have in production, and no others; and what they write in their logs is no secret.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests import least_rights
from tests.browsing import Watch
from tests.conftest import PASSWORD, make_people
from tests.publishing import EXAMPLES
from tests.serving import Site
from tests.working import Worker, WorkerPool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"
LONG = 60_000  # ms: what a worker does on a busy machine


@pytest.fixture
def addresses(transactional_db: None) -> Iterator[dict[str, str]]:
    with least_rights.roles() as addresses:
        yield addresses


@pytest.fixture
def logs(tmp_path: Path) -> dict[str, Path]:
    """Where web and worker write, each line as in production."""
    return {name: tmp_path / f"{name}.log" for name in ("web", "worker")}


@pytest.fixture
def worker(addresses: dict[str, str], worker_pool: WorkerPool, logs: dict[str, Path]) -> Iterator[Worker]:
    worker_pool.rest()  # it shares the queue, and works as the owner
    with logs["worker"].open("wb") as log, closing(Worker(log, DATABASE_URL=addresses["worker"])) as worker:
        yield worker


@pytest.fixture
def site(addresses: dict[str, str], logs: dict[str, Path]) -> Iterator[Site]:
    databases = {"DATABASE_URL": addresses["web"], "EXACT_DATABASE_URL": addresses["desk"]}
    with logs["web"].open("wb") as log, closing(Site(log=log, **databases)) as site:
        yield site


@pytest.fixture
def sign_in(
    browser: BrowserContext, site: Site, worker: Worker, logs: dict[str, Path], addresses: dict[str, str]
) -> Iterator[Callable[[str], Page]]:
    """`sign_in("analyst")` signs whoever is in the browser out and that person in; at the end no page may have erred, and no
    log may tell how somebody came in."""
    make_people()
    page = browser.new_page()
    watch = Watch(page, site.url)
    secrets = {PASSWORD, settings.SECRET_KEY, *(key.decode(errors="replace") for key in settings.PSEUDONYM_KEYS)}
    secrets.update(urlsplit(url).password or PASSWORD for url in addresses.values())

    def enter(name: str) -> Page:
        browser.clear_cookies()
        page.goto(f"{site.url}/en/")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Sign out").wait_for()
        secrets.update(cookie["value"] for cookie in browser.cookies() if cookie["name"] in ("sessionid", "csrftoken"))
        return page

    yield enter
    assert watch.faults == []
    said = {name: path.read_text() for name, path in logs.items()}
    assert "/en/account/sign-in/" in said["web"] and "releases.draft" in said["worker"]
    assert len(secrets) > 8
    assert [(name, text.count(secret)) for name, text in said.items() for secret in secrets if secret in text] == []


def tick_all(page: Page) -> None:
    """Every box of the page that is open, of which there is at least one; when the page is there as a whole, as one that is still
    on its way has some of them only. Who asks has seen its heading."""
    page.wait_for_load_state()
    boxes = page.get_by_role("checkbox")
    expect(boxes).not_to_have_count(0)
    for box in boxes.all():
        box.check()


def test_from_a_file_to_the_boards_pdf(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("analyst")
    page.get_by_role("link", name="Extracts", exact=True).click()
    page.get_by_role("link", name="Upload").first.click()
    page.locator("input[type=file]").set_input_files(FILE)
    page.get_by_role("button", name="Upload", exact=True).click()

    expect(page.get_by_role("heading", name="Check what we understood")).to_be_visible()
    expect(page.get_by_label("Source")).to_have_value("published")
    page.get_by_role("button", name="This is right").click()

    expect(page.get_by_role("heading", name="What is unusual")).to_be_visible(timeout=LONG)
    expect(page.locator("#main")).to_contain_text("South Wales")
    expect(page.locator("#main")).to_contain_text("245")
    tick_all(page)
    page.get_by_role("button", name="Accept and load").click()
    expect(page.locator("h1")).to_contain_text("loaded", timeout=LONG)
    expect(page.locator("h1 .app-tag--loaded")).to_be_visible()

    page.get_by_role("link", name="Releases", exact=True).click()
    page.get_by_role("button", name="Draft a release").click()
    page.get_by_role("link", name=re.compile(r"^R\d+$")).click(timeout=LONG)
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
    tick_all(page)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("#main")).to_contain_text("is submitted")

    page = sign_in("approver")
    page.get_by_role("link", name="Releases", exact=True).click()
    page.get_by_role("link", name=re.compile(r"^R\d+$")).click()
    page.get_by_role("button", name="Approve this release").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("#main")).to_contain_text("is published")

    page = sign_in("member")
    page.get_by_role("link", name=re.compile("women", re.IGNORECASE)).first.click()
    page.locator("a[href$='/indicators/A1/']").first.click()
    page.wait_for_url("**/indicators/A1/**")
    # The verdicts stand above the chart, which is drawn when it is seen.
    page.locator("figure[data-chart]").first.scroll_into_view_if_needed()
    expect(page.locator("figure[data-chart] .js-plotly-plot, figure[data-chart].js-plotly-plot").first).to_be_visible()
    table = page.get_by_role("table").filter(has_text="585").first
    expect(table).to_contain_text("585")
    expect(table).to_contain_text("294")

    page = sign_in("board")
    page.get_by_role("link", name="Board packs").click()
    page.get_by_role("button", name=re.compile("Make it.*Whole pack, English")).click()
    link = page.get_by_role("link", name=re.compile(r"\.pdf")).first
    expect(link).to_be_visible(timeout=LONG)
    with page.expect_download() as download:
        link.click()
    pdf = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert "585" in text
    assert "294" in text
