"""Files are read in a process of their own: what it may not do, what it gets to know, and that its end is nobody else's."""

import ctypes
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from indicators.extracts import service
from indicators.extracts.models import Extract, extract_storage
from indicators.extracts.reading import Unreadable, apart, conversation
from indicators.extracts.reading.apart import read
from tests.extracts.files import COLUMNS, csv_of, figure, table_of, xlsx_of
from tests.extracts.traps import TRAPS
from tests.extracts.ways import AS_AT
from tests.working import Worker, wait_until
from wales_framework.programs import KEPT
from wales_framework.uploads import private_folder

RIGHT = csv_of([figure()])
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what only Linux's kernel takes away")

CONFINED = """
import os, socket, sys
sys.path.insert(0, sys.argv[1])
from indicators.extracts.reading.bounds import Bounds, confine
Bounds(memory=2 << 30, written=1 << 20, seconds=5).set()
confine()
def told(name, action):
    try:
        action()
        print(name)
    except BaseException as error:
        print(name, type(error).__name__)
def write():
    with open(1023, "w") as much:
        pass
told("connect", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1))
told("run", lambda: os.execv("/bin/true", ["true"]))
told("read", lambda: open(sys.argv[3]))
told("write", lambda: open(sys.argv[3] + ".new", "w"))
told("list", lambda: os.listdir("/"))
told("take", lambda: bytearray(3 << 30))
told("load", lambda: __import__("colorsys"))
"""


def read_bytes(content: bytes) -> int:
    return read(io.BytesIO(content), len(content)).body.num_rows


@pytest.fixture
def program() -> subprocess.Popen[bytes]:
    """The reader of this process."""
    read_bytes(RIGHT)
    assert apart._reader.program is not None
    return apart._reader.program


@LINUX
def test_the_process_connects_to_nobody_runs_nothing_and_opens_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET_KEY=x")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        arguments = [str(Path.cwd()), str(listener.getsockname()[1]), str(secret)]
        done = subprocess.run(
            [sys.executable, "-I", "-c", CONFINED, *arguments], capture_output=True, text=True, timeout=60, check=True
        )
    told = dict.fromkeys(["connect", "run"], "PermissionError") | {"take": "MemoryError", "load": ""}
    if _has_landlock():
        told |= dict.fromkeys(["read", "write", "list"], "PermissionError")
    lines = dict((line + " ").split(" ")[:2] for line in done.stdout.splitlines())
    assert {name: lines[name] for name in told} == told
    assert not (tmp_path / "secret.new").exists() or not _has_landlock()


def _has_landlock() -> bool:
    """Whether this kernel keeps processes from files."""
    version = ctypes.CDLL(None).syscall(444, None, 0, 1)
    return int(version) > 0


@LINUX
def test_it_gets_no_secret_and_no_file_of_the_service(program: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Path(f"/proc/{program.pid}/environ").read_bytes().split(b"\0")
    assert {name.partition(b"=")[0].decode() for name in environment if name} <= set(KEPT) | {"LC_CTYPE"}
    open_files = {os.readlink(entry) for entry in Path(f"/proc/{program.pid}/fd").iterdir()}
    assert all(name.startswith(("/dev/null", "socket:", "pipe:", "anon_inode:")) for name in open_files), open_files


def test_the_table_is_in_a_file_without_a_name(program: subprocess.Popen[bytes], settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "waiting"  # nobody else's files are here
    document = read(io.BytesIO(RIGHT), len(RIGHT))
    assert document.headings == tuple(COLUMNS)
    assert not list(private_folder().iterdir())
    assert private_folder().stat().st_mode & 0o777 == 0o700


class TestItsEndIsNobodyElses:
    def test_too_little_memory(self, settings: Settings) -> None:
        settings.EXTRACT_READ_MEMORY_MB = 150
        for content, name in ((RIGHT, "reading_stopped"), (xlsx_of(table_of([figure()])), "spreadsheet_endless")):
            with pytest.raises(Unreadable) as caught:
                read_bytes(content)
            assert caught.value.name == name
        settings.EXTRACT_READ_MEMORY_MB = 32_768
        assert read_bytes(RIGHT) == 1

    def test_too_little_time(self, settings: Settings, tmp_path: Path) -> None:
        settings.EXTRACT_READ_SECONDS = 1
        large = tmp_path / "large.csv"
        with large.open("wb") as file:
            file.write(b"a,b\n")
            for _ in range(40):
                file.write(b"1,2\n" * (4 << 20))
        started = time.monotonic()
        with large.open("rb") as file, pytest.raises(Unreadable) as caught:
            read(file, large.stat().st_size)
        assert caught.value.name == "reading_stopped"
        assert time.monotonic() - started < 15
        assert read_bytes(RIGHT) == 1

    def test_the_program_is_killed_or_ends_and_the_next_file_is_read(self, program: subprocess.Popen[bytes]) -> None:
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert read_bytes(RIGHT) == 1
        assert apart._reader.program is not program

    def test_a_hanging_one_is_not_waited_for_longer_than_it_may_take(
        self, program: subprocess.Popen[bytes], settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.EXTRACT_READ_SECONDS = 1
        monkeypatch.setattr(apart, "GRACE", 1)
        program.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(Unreadable) as caught:
                read_bytes(RIGHT)
        finally:
            program.send_signal(signal.SIGKILL)
        assert caught.value.name == "reading_stopped"

    def test_who_reads_no_longer_is_not_read_for(self, program: subprocess.Popen[bytes]) -> None:
        class Enough(Exception):
            pass

        def progress(*_: object) -> None:
            raise Enough

        content = b"a,b\n" + b"1,2\n" * (2 << 20)
        with pytest.raises(Enough):
            read(io.BytesIO(content), len(content), progress)
        assert read_bytes(RIGHT) == 1

    def test_a_mistake_of_ours_is_told_by_its_place_without_the_text(self) -> None:
        with pytest.raises(ValueError, match="P0099887") as caught:
            int("P0099887")
        told = conversation._where(caught.value)
        assert told.startswith("ValueError in ")
        assert "P0099887" not in told


@pytest.mark.django_db(transaction=True)
def test_a_worker_lives_on_after_a_file_that_ends_its_reader(worker: Worker) -> None:
    """Past the door, as a spreadsheet that is too large to be looked into while somebody waits."""
    extracts = []
    for content in (TRAPS["a cell far below and to the right"][0](), RIGHT):
        stored = extract_storage().save("file", ContentFile(content))
        extract = Extract.objects.create(name="figures", file=stored, size=len(content), sha256=f"{len(extracts):064}")
        extracts.append(extract)
        service.declare(extract, None, source="published", first_period="", last_period="", as_at=AS_AT)
    for extract in extracts:
        wait_until(lambda extract=extract: _state(extract) != Extract.State.CHECKING)  # type: ignore[misc]
    assert extracts[0].state == Extract.State.FAILED
    assert [problem.check_name for problem in extracts[0].problems.all()] == ["spreadsheet_endless"]
    assert extracts[1].state in (Extract.State.READY, Extract.State.NEEDS_ACCEPTANCE)
    assert worker.is_alive()


def _state(extract: Extract) -> str:
    extract.refresh_from_db()
    return str(extract.state)


NAMES: dict[str, str] = {
    "a way out": "../../../etc/cron.d/x.csv",
    "a way out in Windows": "..\\..\\x.csv",
    "from the root": "/etc/passwd",
    "a drive": "C:\\Windows\\win.ini",
    "a device": "CON.csv",
    "three hundred letters": "a" * 300 + ".csv",
    "turned round": "figures\u202evsc.exe",
    "two lines": "figures\r\nSet-Cookie: a=b.csv",
    "markup": "<script>alert(1)</script>.csv",
    "nothing": "",
    "dots": "..",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_place(name: str, own_files: Path, make_content: Callable[[str], bytes]) -> None:
    extract = service.receive(io.BytesIO(make_content(name)), NAMES[name], None)
    stored = own_files / str(extract.file.name)
    assert stored.resolve().parent == own_files.resolve()
    assert stored.name.split(".")[0].split("_")[0] == extract.sha256[:16]
    assert stored.stat().st_mode & 0o777 == 0o600
    assert len(extract.name) <= 200
    assert not any(
        ord(letter) < 32 or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for letter in extract.name
    )


@pytest.fixture
def make_content() -> Callable[[str], bytes]:
    return lambda name: csv_of([figure(source=f"Publication {name}")])
