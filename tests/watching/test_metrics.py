"""Figures for whoever collects them: with a token, of requests by their route, of everything else from the database."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.conftest import People
from wales_framework.audit import chain
from wales_framework.jobs.models import Job
from wales_framework.watching.models import Heartbeat

TOKEN = "a-token-of-more-than-twenty-letters"
SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def figures(client: Client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN[:-1]])
def test_without_the_token_there_is_no_such_address(given: str, client: Client, settings: Settings, signed_in: SignedIn) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404
    assert signed_in("administrator").get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["Bearer ", "", "Bearer x"])
def test_without_a_setting_nobody_has_one(given: str, client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_requests_are_counted_by_route_never_by_address(client: Client, settings: Settings, signed_in: SignedIn) -> None:
    settings.METRICS_TOKEN = TOKEN
    name = 'positive_change_requests_total{method="GET",route="dashboards:indicator",status="404"}'
    before = figures(client).get(name, 0)
    signed_in("member").get("/en/indicators/NOBODY-TYPES-THIS/")
    client.get("/en/nowhere-at-all/")
    after = figures(client)
    assert after[name] == before + 1
    assert after['positive_change_request_seconds_count{method="GET",route="dashboards:indicator"}'] >= 1
    assert not any("NOBODY" in line or "nowhere" in line for line in after)


@pytest.mark.usefixtures("nobody_at_work")
def test_jobs_queue_heartbeats_trail_and_versions_are_told(client: Client, settings: Settings, people: People) -> None:
    settings.METRICS_TOKEN = TOKEN
    now = timezone.now()
    Job.objects.create(kind="packs.make", target="1", state="done", started_at=now - timedelta(seconds=9), finished_at=now)
    Job.objects.create(kind="packs.make", target="2", state="failed", started_at=now - timedelta(seconds=3), finished_at=now)
    Job.objects.create(kind="packs.make", target="3")
    Job.objects.update(created_at=now - timedelta(minutes=10))
    Heartbeat.objects.create(kind="scheduler", host="a", process=1, started_at=now, at=now - timedelta(minutes=5))
    Heartbeat.objects.create(kind="worker", host="a", process=2, started_at=now, at=now)
    chain.verify_and_tell()
    found = figures(client)
    assert found['positive_change_jobs{kind="packs.make",state="waiting"}'] == 1
    assert found['positive_change_job_seconds_sum{kind="packs.make"}'] == pytest.approx(12)
    assert found['positive_change_job_seconds_max{kind="packs.make"}'] == pytest.approx(9)
    assert found["positive_change_oldest_waiting_job_seconds"] == pytest.approx(600, abs=30)
    assert (found["positive_change_workers"], found["positive_change_schedulers"]) == (1, 0)
    assert found["positive_change_scheduler_heartbeat_seconds"] == pytest.approx(300, abs=30)
    assert (
        found["positive_change_audit_verified"] == found["positive_change_broker_up"] == found["positive_change_database_up"] == 1
    )
    assert found["positive_change_database_bytes"] > 1_000_000 and found["positive_change_queue_length"] >= 0
    assert any(re.match(r'positive_change_build_info\{version="\w+"\}', name) for name in found)


def test_a_broker_that_is_away_leaves_the_rest(client: Client, settings: Settings, no_broker: None) -> None:
    settings.METRICS_TOKEN = TOKEN
    found = figures(client)
    assert found["positive_change_broker_up"] == 0 and "positive_change_queue_length" not in found
    assert found["positive_change_database_up"] == 1


def test_readers_need_no_broker(client: Client, no_broker: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": True, "broker": False})


COUNTING = """
from prometheus_client import Counter
Counter("positive_change_requests", "Requests.", ["route", "method", "status"]).labels("a:b", "GET", "200").inc(3)
"""


def test_what_processes_counted_is_told_while_another_is_just_starting(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNTING], check=True)
    (tmp_path / "counter_1.db").touch()  # made, and not yet as large as it will be
    assert figures(client)['positive_change_requests_total{method="GET",route="a:b",status="200"}'] == 6
