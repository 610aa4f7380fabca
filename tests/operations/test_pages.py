"""What the pages for those who run the service tell them to type is there, with these options."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.operations.page import PAGE, ROOT, blocks

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CALL = re.compile(r"(?:manage\.py|(?<![\w/-])positive-change) (?!positive)([a-z_]+)\b([^`\n|;#&>]*)")
UNITS = blocks("unit")


def calls() -> list[tuple[str, str, str]]:
    """Page, command and what follows it."""
    found = []
    for page in PAGES:
        for command, rest in CALL.findall(page.read_text()):
            found.append((page.name, command, rest))
    return found


def test_every_command_exists_with_its_options() -> None:
    known = get_commands()
    assert len(calls()) > 20
    for page, command, rest in calls():
        assert command in known, f"{page}: manage.py {command}"
        application = known[command]
        parser = load_command_class(str(application), command).create_parser("manage.py", command)
        options = {option for action in parser._actions for option in action.option_strings}
        for word in re.findall(r"--[a-z][a-z-]*", rest):
            assert word in options, f"{page}: manage.py {command} {word}"


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z]+)", page.read_text()):
            assert target in targets, f"{page.name}: make {target}"


def test_every_link_leads_to_a_page() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("name", UNITS)
def test_units_start_what_is_there(name: str) -> None:
    started = re.findall(r"^ExecStart=(\S+)", UNITS[name], re.MULTILINE)
    for program in started:
        if program.startswith("/opt/positive-change/current/"):
            assert (ROOT / program.removeprefix("/opt/positive-change/current/")).exists()
        else:
            assert f"cat > {program} " in blocks("try")["command"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name, text in UNITS.items():
        (tmp_path / name).write_text(re.sub(r"^(ExecStart)=\S+", r"\1=/bin/true", text, flags=re.MULTILINE))
    files = [str(tmp_path / name) for name in UNITS if name.endswith((".service", ".socket"))]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    own = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert own == []


def test_what_is_tried_is_shell() -> None:
    for name, text in {**blocks("machine"), **blocks("try")}.items():
        assert subprocess.run(["bash", "-n"], input=text, text=True).returncode == 0, name
        assert shlex.split(text.partition("\n")[0])


def test_whatever_the_page_says_is_tried() -> None:
    """`make machine` goes through the marked blocks; the one other is about containers."""
    unmarked = re.findall(r"(?<!-->)\n```(?:sh|ini|nginx)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert [text.split()[0] for text in unmarked] == ["cp"]
    done = (ROOT / "tests" / "operations" / "machine.py").read_text()
    for name in (*blocks("machine"), *blocks("try")):
        assert f'"{name}"' in done, name
