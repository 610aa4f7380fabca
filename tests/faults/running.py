"""The parts of a running service as processes, each started again when it ends, as an init system does it."""

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from wales_framework.embedded import postgres, valkey
from wales_framework.embedded.paths import Place

RESTART_AFTER = 0.2
PR_SET_PDEATHSIG = 1
# Of what is over soon: what it begins with, how long it is waited for, and how soon after its beginning it is disturbed.
BRIEF, PATIENCE, SOON = ("uploading", "release: ", "making a pack"), 6.0, 0.5
GIVEN = 3  # the first file that systemd gives a service

_libc = ctypes.CDLL(None)


@dataclass
class Part:
    """One service of the installation: its command, and the process that runs it now."""

    name: str
    command: list[str]
    log: Path
    become: Callable[[], None] = lambda: None
    environment: dict[str, str] | None = None
    folder: Path | None = None  # in which it is started
    address: socket.socket | None = None  # that it is given, and that stays open without it, as systemd does it
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self) -> None:
        """Start it with nothing left of its predecessor: an init system ends the whole group first."""
        self.end_group()
        parent, command = os.getpid(), self.command
        if self.address is not None:  # whose it is is told by the number of the process
            command = ["sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh", *command]

        def in_child() -> None:
            self.become()
            if self.address is not None:
                os.dup2(self.address.fileno(), GIVEN)
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                pass_fds=() if self.address is None else (GIVEN,),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
                preexec_fn=in_child,
            )
        self.starts += 1

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart(self, patience: float) -> None:
        """As `systemctl restart` does it: asked to end, and ended if it has not done so after so many seconds."""
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.start()

    def end_group(self) -> None:
        """Kill whatever is left of its process group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def children(self) -> list[int]:
        """The processes that it has started."""
        if not self.is_alive():
            return []
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()  # type: ignore[union-attr]
            return [int(number) for number in text.split()]
        return []


@dataclass
class Installation:
    """Web, worker and scheduler on a database and a broker; with `own` these are its own too, and may be killed."""

    folder: Path
    own: bool
    broker_url: str = ""
    database_url: str = ""
    parts: dict[str, Part] = field(default_factory=dict)
    port: int = 0
    _ending: threading.Event = field(default_factory=threading.Event)
    _keeper: threading.Thread | None = None

    def prepare(self) -> None:
        """Start the servers, where they are its own. The addresses are then in the environment, for settings to find."""
        if self.own:
            os.environ["EMBEDDED_FAST"] = "1"  # processes are killed here, the machine is not
            for name, module in (("postgres", postgres), ("valkey", valkey)):
                if name == "valkey" and self.broker_url:
                    continue
                place = Place(self.folder, name)
                place.make()
                place.make_sockets()
                server = module.prepare(place)
                self.parts[name] = Part(name, server.command, place.log, server.become, server.environment)
                self.parts[name].start()
                if name == "valkey":
                    self.broker_url = server.url
                else:
                    self.database_url = server.url
            self._wait_for_database()
        os.environ |= {"DATABASE_URL": self.database_url, "CELERY_BROKER_URL": self.broker_url, "DATA_DIR": str(self.folder)}

    def start(self, **instead: list[str]) -> None:
        """Start the programs, and keep all parts running from here on.

        `instead`: other command lines, by the part's name; what they call 127.0.0.1:8000 is this installation's address.
        """
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        celery = ["-m", "celery", "--app", "wales_framework"]
        web = ["-m", "gunicorn", "wales_framework.wsgi:application", f"--bind=127.0.0.1:{self.port}", "--log-level=warning"]
        commands = {
            "web": [*web, "--worker-class=gthread", "--workers=2", "--threads=4", "--timeout=120"],
            "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
            "scheduler": [*celery, "beat", "--loglevel=INFO", "--pidfile="],
        }
        for name, command in instead.items():
            commands[name] = [part.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}") for part in command]
        (self.folder / "logs").mkdir(exist_ok=True, parents=True)
        for name, command in commands.items():
            self.parts[name] = Part(name, [sys.executable, *command], self.folder / "logs" / f"{name}.log")
            self.parts[name].environment = dict(os.environ)
            self.parts[name].start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def wait_for_web(self) -> None:
        """Until the address can be connected to; who asks then waits for the first process that has started."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
                return
            time.sleep(0.1)
        raise RuntimeError("gunicorn did not start")

    def _keep(self) -> None:
        while not self._ending.wait(0.05):
            for part in self.parts.values():
                if not part.is_alive() and not self._ending.wait(RESTART_AFTER):
                    part.start()

    def close(self) -> None:
        self._ending.set()
        if self._keeper is not None:
            self._keeper.join()
        for part in reversed(list(self.parts.values())):
            part.end_group()
        for name in ("postgres", "valkey"):
            if name in self.parts:
                sockets = Place(self.folder, name).sockets
                for left in sockets.iterdir() if sockets.exists() else ():
                    left.unlink()
                sockets.rmdir()

    def _wait_for_database(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(self.database_url).close()
                return
            if not self.parts["postgres"].is_alive():
                raise RuntimeError(self.parts["postgres"].log.read_text()[-2000:])
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start")

    def backends(self) -> list[int]:
        """The database's processes that serve this service."""
        return self._told(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND query_start > now() - interval '1 minute'"
        )

    def connections(self) -> list[int]:
        """As when the network fails: the server ends one connection, and tells nobody else. There is no process to kill."""
        pids = self.backends()
        if not pids or not self._told("SELECT pg_terminate_backend(%s)", random.choice(pids)):
            return []
        return [0]

    def _told(self, query: str, *parameters: int) -> list[int]:
        """The first column of what the database answers; nothing while it is away."""
        try:
            with contextlib.closing(psycopg2.connect(self.database_url)) as link, link.cursor() as cursor:
                cursor.execute(query, parameters)
                return [first for (first,) in cursor.fetchall()]
        except psycopg2.Error:
            return []

    def targets(self) -> dict[str, tuple[int, Callable[[], list[int]]]]:
        """What can be killed: a weight, and the processes to choose from. What others use too is left alone."""

        def whole(name: str) -> Callable[[], list[int]]:
            return lambda: [self.parts[name].process.pid] if self.parts[name].is_alive() else []  # type: ignore[union-attr]

        found: dict[str, tuple[int, Callable[[], list[int]]]] = {
            "worker: a child": (34, lambda: self.parts["worker"].children()),
            "worker: all of it": (8, whole("worker")),
            "web: a child": (18, lambda: self.parts["web"].children()),
            "web: all of it": (8, whole("web")),
            "scheduler": (4, whole("scheduler")),
            "database: a connection": (8, self.connections),
        }
        if self.own:
            # One that is killed takes all with it: the server begins anew for whoever is connected.
            found["database: a backend"] = (12, self.backends)
            found["database: all of it"] = (8, whole("postgres"))
        if "valkey" in self.parts:
            found["broker"] = (10, whole("valkey"))
        return found


def kills(
    installation: Installation, count: int, mean: float, chance: random.Random, busy: Mapping[str, str], aimed: float
) -> Iterator[tuple[str, float]]:
    """Kill at random moments, `mean` seconds apart on average; gives what was killed and when, until there were `count`.

    `busy`: who is at what. Most of the time files are checked and figures counted: the share `aimed` of the kills waits for
    something that is over soon.
    """
    begun = time.monotonic()
    while count:
        time.sleep(chance.expovariate(1 / mean))
        if chance.random() < aimed:
            _wait_for(chance.choice(BRIEF), busy)
            time.sleep(chance.uniform(0, SOON))
        found = installation.targets()
        name = chance.choices(list(found), [weight for weight, _ in found.values()])[0]
        processes = found[name][1]()
        if not processes:
            continue
        with contextlib.suppress(ProcessLookupError):
            if process := chance.choice(processes):
                os.kill(process, signal.SIGKILL)
            count -= 1
            yield name, time.monotonic() - begun


def _wait_for(what: str, busy: Mapping[str, str]) -> None:
    """Until somebody is at it, or for a while."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not any(doing.startswith(what) for doing in list(busy.values())):
        time.sleep(0.02)
