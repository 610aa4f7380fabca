"""The embedded servers: there on demand, shared, gone after the last user however it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from wales_framework.embedded import privileges
from wales_framework.embedded.paths import LONGEST_DIRECTORY, Place
from wales_framework.embedded.postgres import programs
from wales_framework.embedded.users import state

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {"DATABASE_URL", "CELERY_BROKER_URL", "EMBEDDED_SERVERS", "DATA_DIR"}
IDENTITIES = [privileges.NAMESPACE, privileges.UNPRIVILEGED] if os.geteuid() == 0 else [privileges.ORDINARY]
as_whoever = pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.become.__name__)

USER = """
import sys
from wales_framework.embedded import ensure
urls = ensure(postgres="postgres" in sys.argv, valkey="valkey" in sys.argv)
print(urls.database_url, urls.broker_url, flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses the servers until its input is closed or it is killed."""

    def __init__(self, data_dir: Path, *servers: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in OUTSIDE}
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, *servers],
            env={**environment, "DATA_DIR": str(data_dir), "EMBEDDED_FAST": "1"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def urls(self) -> list[str]:
        """[database, broker], once the process has them."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n").split(" ")

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose database has been made once, to copy from."""
    data_dir = tmp_path_factory.mktemp("made") / "data"
    user = User(data_dir, "postgres")
    assert user.urls()[0].startswith("postgresql://")
    user.leave()
    return data_dir


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A data directory of this test's own, inside one that no other user may enter and with a path too long for sockets."""
    closed = tmp_path / ("long" * 30)
    closed.mkdir(mode=0o700)
    mine = closed / "data"
    shutil.copytree(made, mine)
    yield mine
    until(lambda: not leftovers(mine), "servers were left running")


def leftovers(data_dir: Path) -> list[str]:
    """Command lines of processes that still serve this data directory, and what is left of their sockets."""
    found = []
    for server in ("postgres", "valkey"):
        place = Place(data_dir, server)
        found += [str(place.sockets)] if place.sockets.exists() else []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                folder = os.readlink(process / "cwd")
            except OSError:
                continue
            if folder.startswith(str(place.directory)) or f"{data_dir} {server}" in line:
                found.append(line or process.name)
    return found


def until(true: Callable[[], bool], otherwise: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


def guardian(data_dir: Path, server: str = "postgres") -> int:
    return int(state(Place(data_dir, server))["pid"])


def answer(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_from_nothing_to_nothing(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"
    user = User(data_dir, "postgres", "valkey")
    database, broker = user.urls()
    assert answer(database, "SELECT current_setting('server_encoding')") == "UTF8"
    assert answer(database, "SELECT current_setting('listen_addresses')") == ""
    assert answer(database, "SELECT upper('ŵyth ŷd')") == "ŴYTH ŶD"
    assert answer(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert Path(broker.removeprefix("redis+socket://")).is_socket()
    user.leave()  # an orderly end returns only when the servers have stopped
    assert leftovers(data_dir) == []


def test_two_users_share_and_the_last_one_ends_it(data_dir: Path) -> None:
    first, second = User(data_dir, "postgres"), User(data_dir, "postgres")
    assert first.urls() == second.urls()
    database = state(Place(data_dir, "postgres"))["url"]
    first.leave()
    assert answer(database, "SELECT 1") == 1
    second.leave()
    assert leftovers(data_dir) == []


def test_many_at_the_same_moment_start_one_server(data_dir: Path) -> None:
    users = [User(data_dir, "postgres", "valkey") for _ in range(5)]
    urls = [user.urls() for user in users]
    assert urls.count(urls[0]) == 5
    assert len([line for line in leftovers(data_dir) if "bin/postgres -D" in line]) == 1
    for user in users:
        user.leave()


def test_database_and_broker_are_independent(data_dir: Path) -> None:
    user = User(data_dir, "valkey")
    assert user.urls()[0] == ""
    assert not any("postgres -D" in line for line in leftovers(data_dir))
    user.leave()


def test_kept_over_a_restart_and_a_killed_user(data_dir: Path) -> None:
    user = User(data_dir, "postgres")
    url = user.urls()[0]
    answer(url, "CREATE TABLE kept AS SELECT 42 AS figure")
    user.process.kill()
    user.process.wait()
    until(lambda: not leftovers(data_dir), "a killed user left servers behind")
    again = User(data_dir, "postgres")
    assert answer(again.urls()[0], "SELECT figure FROM kept") == 42
    again.leave()


def test_arrives_while_the_server_is_stopping(data_dir: Path) -> None:
    for pause in (0.0, 0.05, 0.1, 0.15, 0.2):
        leaving = User(data_dir, "postgres")
        leaving.urls()
        leaving.process.kill()
        time.sleep(pause)
        coming = User(data_dir, "postgres")
        assert answer(coming.urls()[0], "SELECT 1") == 1
        coming.leave()
        leaving.process.wait()


def test_a_killed_guardian_takes_the_server_along_and_is_replaced(data_dir: Path) -> None:
    first = User(data_dir, "postgres")
    url = first.urls()[0]
    answer(url, "CREATE TABLE kept AS SELECT 7 AS figure")
    killed = guardian(data_dir)
    os.kill(killed, signal.SIGKILL)
    second = User(data_dir, "postgres")
    assert answer(second.urls()[0], "SELECT figure FROM kept") == 7
    assert guardian(data_dir) != killed
    first.leave()
    assert answer(url, "SELECT 1") == 1
    second.leave()


def test_a_killed_guardian_leaves_no_server_when_nobody_comes(data_dir: Path) -> None:
    user = User(data_dir, "postgres", "valkey")
    user.urls()
    for server in ("postgres", "valkey"):
        os.kill(guardian(data_dir, server), signal.SIGKILL)
    user.process.kill()
    user.process.wait()
    until(lambda: not any(data_dir.name in line for line in leftovers(data_dir)), "the servers outlived their guardian")
    for server in ("postgres", "valkey"):  # nobody was left to remove the sockets' directories
        shutil.rmtree(Place(data_dir, server).sockets)


def test_a_crashed_server_is_started_again(data_dir: Path) -> None:
    user = User(data_dir, "postgres")
    url = user.urls()[0]
    answer(url, "CREATE TABLE kept AS SELECT 9 AS figure")
    postmaster = int((data_dir / "postgres" / "files" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)

    def back() -> bool:
        try:
            return answer(url, "SELECT figure FROM kept") == 9
        except psycopg2.Error:
            return False

    until(back, "the server did not come back")
    user.leave()


def test_a_foreign_socket_directory_is_refused(data_dir: Path, tmp_path: Path) -> None:
    sockets = Place(data_dir, "postgres").sockets
    sockets.symlink_to(tmp_path)
    user = User(data_dir, "postgres")
    user.process.stderr = None
    assert user.urls() == [""]
    assert user.process.wait() == 1
    assert "not a private directory" in state(Place(data_dir, "postgres"))["error"]
    sockets.unlink()


def test_the_socket_path_is_short_and_lower_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / ("Long" * 40)))
    sockets = str(Place(tmp_path, "postgres").sockets)
    assert len(sockets) <= LONGEST_DIRECTORY
    assert sockets == sockets.lower()


@as_whoever
def test_an_identity_works_exactly_where_the_trial_says_so(identity: privileges.Identity, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    command = [programs() / "initdb", "-D", closed / "made", "-U", "postgres", "--no-sync", "--auth=trust", "--locale=C"]
    try:
        made = subprocess.run(command, preexec_fn=identity.become, capture_output=True).returncode == 0
    except subprocess.SubprocessError:
        made = False  # this way of not being root is forbidden here
    assert made == privileges.works(identity, closed, programs() / "postgres")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_some_identity_works_here(tmp_path: Path) -> None:
    identity = privileges.choose(tmp_path, programs() / "postgres")
    assert privileges.works(identity, tmp_path, programs() / "postgres")


def test_files_change_hands_with_the_identity(data_dir: Path) -> None:
    files = data_dir / "postgres" / "files"
    former = privileges.NOBODY if os.geteuid() == 0 else os.geteuid()
    privileges.Identity(become=privileges.stay, owner=former).own(files)
    assert {path.stat().st_uid for path in files.rglob("*")} == {former}
    user = User(data_dir, "postgres")
    assert answer(user.urls()[0], "SELECT 1") == 1
    user.leave()
