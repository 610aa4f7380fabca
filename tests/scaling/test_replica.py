"""Published editions are read from a standby where there is one; behind or away, nobody notices."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators.releases import service
from indicators.releases.models import Release
from tests.conftest import People
from tests.scaling.pair import PRIMARY, STANDBY, Pair
from tests.serving import Site
from tests.working import database_url, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FIGURES = re.compile(r"FROM \"?releases_observation")


class Reader:
    """Somebody who is signed in, at the real service."""

    def __init__(self, site: Site, session: str, log: Path) -> None:
        self.site, self.session, self.log = site, session, log

    def get(self, address: str) -> tuple[int, str]:
        request = urllib.request.Request(f"{self.site.url}{address}", headers={"Cookie": f"sessionid={self.session}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()

    def figures(self, query: str) -> list[dict[str, Any]]:
        return json.loads(self.get(f"/api/v1/observations?indicator=A1&{query}")[1])


@pytest.fixture
def approved(published: Release, people: People) -> Release:
    """A second release, that only has to be published."""
    release = service.draft(people["analyst"])
    service.submit(release, people["analyst"], "Again", "Eto", accepting=None)
    service.approve(release, people["approver"])
    return release


@pytest.fixture
def session(people: People) -> str:
    client = Client()
    client.force_login(people["member"])
    return client.cookies["sessionid"].value


@pytest.fixture
def pair(approved: Release, session: str) -> Iterator[Pair]:
    with closing(Pair(database_url())) as pair:
        yield pair


@pytest.fixture
def reader(pair: Pair, session: str, tmp_path: Path) -> Iterator[Reader]:
    log = tmp_path / "web.log"
    with log.open("wb") as file, closing(Site(log=file, DATABASE_URL=pair.primary, REPLICA_DATABASE_URL=pair.standby)) as site:
        yield Reader(site, session, log)


def test_editions_are_read_from_the_standby_while_it_has_them(
    reader: Reader, pair: Pair, published: Release, approved: Release
) -> None:
    asked = {port: len(FIGURES.findall(pair.asked(port))) for port in (PRIMARY, STANDBY)}

    def read_at(ask: Callable[[], object]) -> set[str]:
        """Which of the two servers is asked for figures meanwhile."""
        ask()
        now = {port: len(FIGURES.findall(pair.asked(port))) for port in (PRIMARY, STANDBY)}
        found = {port for port in now if now[port] > asked[port]}
        asked.update(now)
        return found

    assert read_at(lambda: reader.get("/en/indicators/A1/")) == {STANDBY}
    assert read_at(lambda: reader.figures("area=W15000001")) == {STANDBY}
    assert json.loads(reader.get("/health/ready")[1])["replica"] == "ok"

    # Behind: what was just published is read from the primary at once, and the edition before it still from the standby.
    pair.ask(pair.standby, "SELECT pg_wal_replay_pause()")
    manage(pair.primary, "release", "publish", str(approved.pk), "--user", "approver")
    found: list[dict[str, Any]] = []
    assert read_at(lambda: found.extend(reader.figures("area=W15000002"))) == {PRIMARY}
    assert {row["release"] for row in found} == {f"R{approved.pk}"}
    assert read_at(lambda: reader.figures(f"release={published.pk}&area=W15000003")) == {STANDBY}

    # It has caught up.
    pair.ask(pair.standby, "SELECT pg_wal_replay_resume()")
    state = f"SELECT state FROM releases_release WHERE id = {approved.pk}"
    wait_until(lambda: pair.ask(pair.standby, state) == [("published",)])
    assert read_at(lambda: found.extend(reader.figures("area=W15000003"))) == {STANDBY}

    # Away, in the middle of the work: pages are made from the primary, and the service counts as ready.
    pair.end(STANDBY)
    for area in ("W15000001", "W15000002", "W15000003", "W15000004"):
        assert len(reader.figures(f"area={area}&from=2015Q1")) > 0
    status, said = reader.get("/health/ready")
    assert (status, json.loads(said)["status"], json.loads(said)["replica"]) == (200, "ok", "away")
    log = reader.log.read_text()
    assert f"the replica is behind: R{approved.pk}" in log
    assert "the replica is away" in log


def manage(url: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words], env={**os.environ, "DATABASE_URL": url}, check=True, capture_output=True
    )
