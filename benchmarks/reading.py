"""What readers wait for: pages of a release with all data of generated people, one reader alone and many at once, over HTTP.

Pages are asked of a real gunicorn, as `make demo` starts it. The bare limit is /health/live, which does nothing.
"""

import http.client
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import sync_playwright

from benchmarks import cold
from benchmarks.databases import fresh_database
from benchmarks.recounting import records
from indicators import catalogue
from indicators.extracts.layouts import layout
from indicators.releases import auditing, service
from priority_groups import content
from reporting.dashboards.regions_page import region_url
from tests import browsing
from tests.serving import Site
from wales_framework.access.models import User

Result = dict[str, Any]
ONE, MANY = 20, 50


def measure(people: int, seconds: int) -> Iterator[tuple[str, Result]]:
    """By name of the measurement: `pages` alone, `sampled` addresses the first time, `browser` on a slow machine, `readers` at
    once for so many seconds."""
    with tempfile.TemporaryDirectory() as folder, fresh_database("reading"):
        records(people, Path(folder))
        reader = _publish()
        yield "pages", {"people": people, **alone(reader)}
        yield "sampled", {"people": people, **cold.sampled(reader)}
        yield "browser", {"people": people, **on_a_slow_machine(reader)}
        yield "readers", {"people": people, **at_once(reader, seconds)}


def _publish() -> User:
    """Everything published, with the published examples beside; gives somebody who reads."""
    for example in layout("published").examples:
        file = settings.BASE_DIR / "indicators" / "extracts" / "examples" / example.file
        call_command("load_extract", "published", str(file), accept_warnings=True, as_json=True, stdout=StringIO())
    made = {
        role: User.objects.create_user(role, f"{role}@example.org", "", roles=[role])
        for role in ("analyst", "approver", "member")
    }
    release = service.draft(made["analyst"])
    auditing.audit(release)
    service.submit(release, made["analyst"], "Generated.", "Cynhyrchwyd.")
    service.approve(release, made["approver"])
    service.publish(release, made["approver"])
    return made["member"]


def paths() -> list[str]:
    """Every kind of page of figures, in both languages."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [reverse(name) for name in ("dashboards:home", "signals:list", "dashboards:methods", "dashboards:api")]
            found += [reverse("dashboards:group", args=[group.code]) for group in content.frameworks()[0].groups]
            found += [reverse("dashboards:indicator", args=[one.code]) for one in catalogue.indicators()]
            found += [reverse("dashboards:indicator", args=["A3"]) + f"?area={area.code}" for area in catalogue.regions()]
            found += [reverse(name) for name in OTHERS]
            found += [region_url(area) for area in catalogue.regions()]
    return found


OTHERS = ("dashboards:compare", "dashboards:needs", "dashboards:overlaps", "dashboards:disproportionality", "dashboards:regions")


def alone(reader: User) -> Result:
    """One reader, page after page: first time in a process that has started, and after that."""
    cold, warm, queries = {}, {}, {}
    with _gunicorn(workers=1) as port:
        bare = _median(port, "/health/live", "")
        cookie = _signed_in(reader)
        _get(port, "/en/cookies/", cookie)  # the process has started, and has read no figure
        for path in paths():
            cold[path] = _get(port, path, cookie)
            warm[path] = _median(port, path, cookie)
        tag = _ask(port, "/en/", cookie)[1].get("ETag", "")
        unchanged = _ask(port, "/en/", cookie, tag)[0]
    client = Client()
    client.force_login(reader)
    for path in paths():
        caches["kept"].clear()
        queries[path] = _queries(client, path)
    slowest, coldest, most = (max(found, key=lambda path: found[path]) for found in (warm, cold, queries))
    return {
        "pages": len(cold),
        "bare_ms": _ms(bare),
        "warm_ms": _ms(statistics.median(warm.values())),
        "slowest_ms": _ms(warm[slowest]),
        "slowest": slowest,
        "cold_ms": _ms(statistics.median(cold.values())),
        "coldest_ms": _ms(cold[coldest]),
        "coldest": coldest,
        "queries": queries[most],
        "most_queries": most,
        "unchanged": unchanged,
        "ratio": round(statistics.median(warm.values()) / bare, 1),
    }


OBSERVED = """
window.largest = 0; window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith(".js") && !one.name.includes("plotly"))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


def on_a_slow_machine(reader: User) -> Result:
    """Chromium with a processor four times slower: when the largest content is there, how far the page moves, bytes of scripts
    beside those of a chart in view. The worst of all pages, each the median of three."""
    largest, shifted, scripts = {}, {}, {}
    cookie = _signed_in(reader).partition("=")[2]
    with _gunicorn(workers=2) as port, sync_playwright() as playwright:
        site = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=browsing.executable(), args=browsing.ARGUMENTS)
        for path in paths():
            found = []
            for _ in range(3):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
                context.add_init_script(OBSERVED)
                page = context.new_page()
                context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
                page.goto(site + path)
                page.wait_for_timeout(300)
                found.append(page.evaluate(f"[window.largest, window.shifted, ({SCRIPTS})()]"))
                context.close()
            largest[path], shifted[path], scripts[path] = (statistics.median(column) for column in zip(*found, strict=True))
        browser.close()
    last = max(largest, key=lambda path: largest[path])
    return {
        "largest_ms": round(largest[last]),
        "last": last,
        "median_ms": round(statistics.median(largest.values())),
        "shifted": round(max(shifted.values()), 3),
        "script_kb": round(max(scripts.values()) / 1024),
    }


def at_once(reader: User, seconds: int) -> Result:
    """Fifty readers who each open a page, read a second, and open the next, all pages and both languages among them."""
    taken: list[float] = []
    wrong: list[str] = []
    every, cookie = paths(), _signed_in(reader)
    with _gunicorn(workers=2) as port:
        for path in every:  # two processes: each has seen most pages once
            _get(port, path, cookie), _get(port, path, cookie)
        until = time.monotonic() + seconds
        readers = [threading.Thread(target=_read, args=(port, cookie, every, until, taken, wrong, seed)) for seed in range(MANY)]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
    taken.sort()
    return {
        "readers": MANY,
        "seconds": seconds,
        "answers": len(taken),
        "errors": len(wrong),
        "median_ms": _ms(statistics.median(taken)),
        "p95_ms": _ms(taken[int(len(taken) * 0.95)]),
        "worst_ms": _ms(taken[-1]),
    }


def _read(port: int, cookie: str, every: list[str], until: float, taken: list[float], wrong: list[str], seed: int) -> None:
    chance = random.Random(seed)
    time.sleep(chance.random())
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            status = _ask(port, chance.choice(every), cookie)[0]
        except OSError as failure:
            wrong.append(str(failure))
            continue
        taken.append(time.perf_counter() - begun)
        if status != 200:
            wrong.append(str(status))
        time.sleep(0.5 + chance.random())


@contextmanager
def _gunicorn(workers: int) -> Iterator[int]:
    """The port of a web service with so many processes."""
    with mock.patch.dict(os.environ, LOG_LEVEL="ERROR"), closing(Site(workers)) as site:
        yield site.port


def _signed_in(reader: User) -> str:
    client = Client()
    client.force_login(reader)
    return f"sessionid={client.cookies['sessionid'].value}"


def _ask(port: int, path: str, cookie: str, tag: str = "") -> tuple[int, Any, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip", "If-None-Match": tag})
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        link.close()


def _get(port: int, path: str, cookie: str) -> float:
    """Seconds until the whole page is there. Raises SystemExit where it is not answered."""
    begun = time.perf_counter()
    status = _ask(port, path, cookie)[0]
    if status != 200:
        raise SystemExit(f"{path} was answered with {status}")
    return time.perf_counter() - begun


def _median(port: int, path: str, cookie: str) -> float:
    return statistics.median(_get(port, path, cookie) for _ in range(ONE))


def _queries(client: Client, path: str) -> int:
    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted), mock.patch.object(settings, "ALLOWED_HOSTS", ["*"]):
        client.get(path)
    return count


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
