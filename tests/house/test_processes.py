"""Keeping programs running: what does not stay up is told with the end of its log; children go with their program."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

KEEP = """
import sys
import threading
import time
from pathlib import Path
from wales_framework.demo.processes import Failed, Program, keep_running

# As libraries do: a thread of their own, which a signal can reach as well.
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
programs = [Program(f"program {n}", ["sh", "-c", text], Path(f"{n}.log")) for n, text in enumerate(sys.argv[1:])]
def ready():
    if Path("slow").exists():
        print("busy", flush=True)
        time.sleep(1)
    return Path("ready").exists()

try:
    keep_running(programs, say=lambda text: print(text, flush=True), ready=ready, when_ready=lambda: print("ready", flush=True))
except Failed as failed:
    print(failed, flush=True)
    raise SystemExit(1)
"""


def keep(folder: Path, *programs: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KEEP, *programs]
    return subprocess.Popen(command, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stdout=-1, text=True)


def running(marker: str) -> bool:
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended since
            if marker.encode() in line.read_bytes():
                return True
    return False


def test_a_program_that_cannot_start_ends_all_and_is_told_with_its_log(tmp_path: Path) -> None:
    said, _ = (kept := keep(tmp_path, "sleep 54321", "echo the reason; exit 3")).communicate(timeout=30)
    assert kept.returncode == 1
    assert "The program 1 ended with code 3" in said
    assert "the reason" in said
    assert not running("sleep\x0054321")


def test_a_program_that_ends_twice_in_a_row_ends_all(tmp_path: Path) -> None:
    (tmp_path / "ready").touch()
    said, _ = (kept := keep(tmp_path, "sleep 1; exit 4")).communicate(timeout=30)
    assert kept.returncode == 1
    assert said.count("is started again") == 1
    assert "ended with code 4. Its log" in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_ends_what_the_programs_started_too(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "ready").touch()
    kept = keep(tmp_path, "sleep 65432 & trap 'exit 0' TERM; wait")
    assert kept.stdout is not None
    assert kept.stdout.readline() == "ready\n"
    assert running("sleep\x0065432")
    kept.send_signal(number)
    assert kept.communicate(timeout=30)[0] == "Stopping\n"
    assert kept.returncode == 0
    assert not running("sleep\x0065432")


def test_the_end_is_never_missed_in_the_middle_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "slow").touch()
    kept = keep(tmp_path, "trap 'exit 0' TERM; sleep 76543 & wait")
    assert kept.stdout is not None
    assert kept.stdout.readline() == "busy\n"
    kept.send_signal(signal.SIGTERM)
    assert kept.communicate(timeout=30)[0] == "Stopping\n"
    assert kept.returncode == 0
