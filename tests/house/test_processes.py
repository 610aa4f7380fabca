"""Keeping programs running: what does not stay up is told with the end of its log; children go with their program."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

KEEP = """
import sys
from pathlib import Path
from wales_framework.demo.processes import Failed, Program, keep_running

programs = [Program(f"program {n}", ["sh", "-c", text], Path(f"{n}.log")) for n, text in enumerate(sys.argv[1:])]
try:
    keep_running(programs, say=lambda text: print(text, flush=True), ready=lambda: Path("ready").exists(),
                 when_ready=lambda: print("ready", flush=True))
except Failed as failed:
    print(failed, flush=True)
    raise SystemExit(1)
"""


def keep(folder: Path, *programs: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KEEP, *programs]
    return subprocess.Popen(command, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stdout=-1, text=True)


def running(marker: str) -> bool:
    return any(marker.encode() in line.read_bytes() for line in Path("/proc").glob("[0-9]*/cmdline") if line.exists())


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


def test_stopping_ends_what_the_programs_started_too(tmp_path: Path) -> None:
    (tmp_path / "ready").touch()
    kept = keep(tmp_path, "sleep 65432 & trap 'exit 0' TERM; wait")
    assert kept.stdout is not None
    assert kept.stdout.readline() == "ready\n"
    assert running("sleep\x0065432")
    kept.send_signal(signal.SIGINT)
    assert kept.communicate(timeout=30)[0] == "Stopping\n"
    assert kept.returncode == 0
    assert not running("sleep\x0065432")
