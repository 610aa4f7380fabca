"""`manage.py demo`: serves people and figures, replaces a program that was killed, and leaves nothing behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {"DATABASE_URL", "CELERY_BROKER_URL", "EMBEDDED_SERVERS", "DJANGO_SETTINGS_MODULE", "QUEUE"}


class Demo:
    """A demo of its own: data directory, port, servers."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(environment.get("PORT", trial.getsockname()[1]))
        kept = {key: value for key, value in os.environ.items() if key not in OUTSIDE}
        own = {"DATA_DIR": str(data_dir), "EMBEDDED_FAST": "1", "PORT": str(self.port), **environment}
        self.log = data_dir.with_suffix(".log")
        self.data_dir = data_dir
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"], cwd=ROOT, env={**kept, **own}, stdout=log, stderr=log
            )

    def said(self) -> str:
        return self.log.read_text()

    def until_said(self, text: str, seconds: float = 240) -> None:
        until(lambda: text in self.said() or self.process.poll() is not None, self.said, seconds)
        assert text in self.said()

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def processes(self) -> list[str]:
        """What runs with this data directory: by its environment, or its command line."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                text = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(self.data_dir) in text:
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found


def until(true: Callable[[], bool], said: Callable[[], str], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, said()
        time.sleep(0.1)


Start = Callable[..., Demo]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    """Start a demo; the tests' own data directory is kept from one to the next, as a person's is."""
    started: list[Demo] = []

    def one(**environment: str) -> Demo:
        started.append(Demo(data_dir, **environment))
        return started[-1]

    yield one
    for demo in started:
        demo.process.terminate()
        demo.process.wait(90)


def test_serves_replaces_what_was_killed_and_stops_with_nothing_left(start: Start) -> None:
    demo = start()
    demo.until_said("Ctrl-C stops everything")
    assert demo.status("/health/ready") == 200
    assert demo.status("/en/") in (200, 302)
    assert re.search(r"Password:  \S{12,}", demo.said())
    assert "member, analyst, approver, board, administrator" in demo.said()

    worker = next(line for line in Path("/proc").glob("[0-9]*") if _is_worker_of(line, demo))
    os.kill(int(worker.name), signal.SIGKILL)
    demo.until_said("The worker ended with code -9 and is started again")

    demo.process.terminate()
    assert demo.process.wait(90) == 0
    until(lambda: demo.processes() == [], lambda: "\n".join(demo.processes()), 20)


def test_a_second_run_keeps_people_and_figures_and_takes_a_password(start: Start) -> None:
    demo = start(DEMO_PASSWORD="a password of my own")
    demo.until_said("Ctrl-C stops everything")
    assert "a password of my own" in demo.said()
    assert "Loading the example extract" not in demo.said()
    demo.process.kill()  # no chance to stop anything
    demo.process.wait()
    until(lambda: demo.processes() == [], lambda: "\n".join(demo.processes()), 40)


def test_a_port_in_use_is_told_before_anything_starts(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        demo = start(PORT=str(taken.getsockname()[1]))
        assert demo.process.wait(60) == 1
    assert "cannot be used" in demo.said()
    assert "Starting" not in demo.said()


def _is_worker_of(process: Path, demo: Demo) -> bool:
    """Whether it is the worker itself, not one of its children: its parent is the demo."""
    try:
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        return parent == str(demo.process.pid) and b"\0worker\0" in (process / "cmdline").read_bytes()
    except OSError:
        return False
