"""Texts that mean something to whatever prints them: stored wherever somebody may write, then read wherever they are shown.

SQL, HTML, charts, CSV, feeds, Typst and e-mail; logs are tests/watching/test_logs, uploaded files tests/extracts.
"""

import ast
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators.commentary import service as commentary
from indicators.events import service as events
from indicators.releases import service
from indicators.releases.models import Observation, Release
from reporting.packs import delivering, subscribing
from reporting.packs.choice import Choice
from tests.conftest import People
from tests.events.making import values as event_values
from tests.plans.making import add, report
from tests.publishing import load_examples
from wales_framework.access.models import User

SignedIn = Callable[[str], Client]
MARK = "zqj"  # by which each text is found again
HTML = f"{MARK}<img src=x onerror=alert(1)>\"'></script><script>alert(2)</script>"
TYPST = f'{MARK} #read("/etc/passwd") #panic() $1/0$ *bold* _it_ `raw` = head ] }} \\ @ref <label> //'
FORMULA = f'=HYPERLINK("http://example.org/{MARK}","x")'
HOSTILE = f"{HTML} {TYPST}"
ROOT = Path(settings.BASE_DIR)
# Modules that can speak to others, and the files that use them: with whom. Mail and the organisation's provider go through
# libraries, by addresses of the environment alone.
SPEAKING = {"requests", "urllib.request", "http.client", "socket", "urllib3", "httpx", "aiohttp", "ftplib"}
SPEAK = {
    "indicators/extracts/reading/apart.py": "the process that reads a file, by a pair of sockets",
    "indicators/extracts/reading/conversation.py": "the same",
    "indicators/extracts/reading/reader.py": "the same",
    "wales_framework/demo/management/commands/demo.py": "the web process that it has started",
    "wales_framework/embedded/valkey.py": "the server that it has started",
    "wales_framework/watching/gunicorn.py": "nobody: the machine's name",
    "wales_framework/watching/heartbeat.py": "nobody: the machine's name",
    "wales_framework/watching/management/commands/alive.py": "the same",
}


@pytest.fixture
def scene(people: People) -> Release:
    """A published release and all that people write beside it, each text as hostile as it may be."""
    analyst, approver = people["analyst"], people["approver"]
    for person in (analyst, approver):
        person.first_name = HTML[:150]
        person.save()
    load_examples(analyst)
    event = events.record(
        analyst, event_values(title_en=HOSTILE[:200], title_cy=HOSTILE[:200], cause_en=HOSTILE, cause_cy=HOSTILE)
    )
    events.approve_rebase(approver, events.request_rebase(analyst, event, ["A1"], [], HOSTILE))
    report(analyst, owner_en=HTML[:150], owner_cy=FORMULA, evidence_en=HOSTILE, evidence_cy=HOSTILE, why=HOSTILE)
    add(analyst, text_en=FORMULA, text_cy=HOSTILE[:200])
    release = service.draft(analyst)
    for place in (("A", ""), ("A", "A1")):
        commentary.write(analyst, release, place, {"en": HOSTILE, "cy": HOSTILE}, 0)
    service.submit(release, analyst, note_en=HOSTILE, note_cy=HOSTILE)
    service.approve(release, approver)
    service.publish(release, approver)
    return release


def pages(scene: Release) -> list[str]:
    event = reverse("events:detail", args=[events.ChangeEvent.objects.get().pk])
    named = [reverse(f"plans:{name}", args=args) for name, args in (("plan", ["gwent"]), ("action", ["national", "A-1"]))]
    paths = [
        "",
        "groups/A/",
        "indicators/A1/",
        "regions/gwent/",
        "signals/",
        "events/",
        "plans/",
        "compare/",
        "releases/corrections/",
    ]
    own = [reverse("releases:detail", args=[scene.pk]), reverse("audit:events"), reverse("extracts:list")]
    figure = reverse("dashboards:figure", args=[scene.pk, "sentences_started", "women", "2018"])
    return [*(f"/en/{path}" for path in paths), "/cy/groups/A/", "/cy/indicators/A1/", event, *named, *own, figure]


def test_no_page_takes_a_text_for_markup(scene: Release, signed_in: SignedIn) -> None:
    analyst, shown = signed_in("analyst"), 0
    for path in pages(scene):
        answer = analyst.get(path)
        page = answer.content.decode()
        assert answer.status_code in (200, 404), path
        shown += MARK in page
        assert "<img src=x" not in page and "<script>alert" not in page, path
        for figure in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL):
            assert "<" not in figure and json.loads(figure), path
    assert shown >= 8


def test_no_chart_and_no_feed_takes_a_text_for_markup(scene: Release, signed_in: SignedIn, people: People) -> None:
    analyst = signed_in("analyst")
    picture = analyst.get(reverse("dashboards:chart_svg", args=["A1"]))
    assert picture.status_code == 200
    tree = ElementTree.fromstring(picture.content)
    assert not [one for one in tree.iter() if one.tag.endswith(("script", "img", "foreignObject"))]
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]


def test_no_cell_of_a_plan_is_a_formula(scene: Release, signed_in: SignedIn) -> None:
    for plan in ("national", "gwent"):
        for language in ("en", "cy"):
            with translation.override(language):
                answer = signed_in("member").get(reverse("plans:csv", args=[plan]))
            text = answer.content.decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and MARK in cell]
            assert any(MARK in cell for cell in cells)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pack_prints_a_text_and_does_not_run_it(language: str, scene: Release, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    call_command("board_pack", language=language, out=str(file), verbosity=0)
    text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages)
    assert '#read("/etc/passwd")#panic()$1/0$*bold*' in text.replace("“", '"').replace("”", '"')
    assert "root:x:0" not in text


def test_a_message_has_the_headers_that_it_should_have(
    scene: Release,
    people: People,
    mailoutbox: list[object],
) -> None:
    board = people["board"]
    board.first_name = "Bo\r\nBcc: everybody@example.org"
    board.save()
    subscribing.subscribe(board, "en", Choice())
    delivering.deliver(scene.pk)
    (message,) = mailoutbox
    sent = message.message()  # type: ignore[attr-defined]
    assert sent["Bcc"] is None and sent["To"] == board.email
    assert "\n" not in sent["Subject"]


SQL = (
    "' OR '1'='1",
    "'; DROP TABLE access_user; --",
    "1) UNION SELECT password FROM access_user --",
    "%' AND pg_sleep(5) --",
    "\\",
    "\x00",
    "%s%n",
)


@pytest.mark.parametrize("value", SQL)
def test_what_an_address_asks_for_is_never_sql(value: str, published: Release, signed_in: SignedIn) -> None:
    analyst, before = signed_in("analyst"), (User.objects.count(), Observation.objects.count())
    api = reverse("api:observations")
    for name in ("cohort", "measure", "indicator", "area", "from", "to", "breakdown", "release", "cursor", "format"):
        answer = analyst.get(api, {name: value})
        assert answer.status_code in (200, 400, 404), (name, answer.status_code)
        if answer.status_code == 200:
            assert answer.json()["observations"] == [], name
    everything = dict.fromkeys(
        ("cohort", "area", "release", "from", "group", "state", "words", "person", "page", "measure", "after"), value
    )
    narrow = {name: value for name, value in everything.items() if name != "release"}
    for path in ("", "indicators/A1/", "compare/", "signals/", "needs/", "plans/national/", "audit/"):
        for asked in (everything, narrow):
            assert analyst.get(f"/en/{path}", asked).status_code in (200, 302, 400, 404, 422), path
    assert (User.objects.count(), Observation.objects.count()) == before


def test_nothing_that_people_give_becomes_an_address_that_the_service_opens() -> None:
    """Outgoing connections are made in few places, each to an address of the environment; no form and no API takes an address."""
    speaking = {}
    for room in ("wales_framework", "priority_groups", "indicators", "reporting"):
        for file in (ROOT / room).rglob("*.py"):
            tree = ast.parse(file.read_text())
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
            if found := names & SPEAKING:
                speaking[str(file.relative_to(ROOT))] = found
            assert "URLField" not in file.read_text(), file
    assert speaking.keys() == SPEAK.keys()
