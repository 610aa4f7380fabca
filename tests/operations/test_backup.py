"""A backup brought back equals the original, is refused where it is damaged, and overwrites nothing."""

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.releases.grants import OWNER, ROLES
from indicators.releases.models import Release
from reporting import published
from reporting.packs.models import Pack
from reporting.packs.service import ready
from tests import keeping
from tests.conftest import PASSWORD, make_people
from tests.operations.page import RUNBOOK, blocks
from tests.publishing import publish_examples
from tests.serving import Site
from wales_framework.audit.models import Event
from wales_framework.operations import backup, manifest
from wales_framework.servers import database_url

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(settings.BASE_DIR)
OF_THE_TESTS = ("DATABASE_URL", "CELERY_BROKER_URL", "DATA_DIR", "SECRET_KEY", "PSEUDONYM_KEY", "SERVICE_ENV")
LEFT = b"cohort,measure\nwomen,sentences_started\n"


@pytest.fixture
def everything(tmp_path: Path) -> Release:
    """A published release with a pack, and a file that waits for somebody to say what it is."""
    people = make_people()
    people["member"].password = ScryptPasswordHasher().encode(PASSWORD, "salt" * 4)  # the one that a web process knows
    people["member"].save()
    release = keeping.release("examples", lambda: publish_examples(people["analyst"], people["approver"]))
    ready(published.get(release.pk), "cy")
    service.receive(ContentFile(LEFT, "figures.csv"), "figures.csv", people["analyst"])
    return release


@pytest.fixture
def made(everything: Release, tmp_path: Path) -> Path:
    return backup.make(tmp_path / "backups")


@pytest.fixture
def new_database() -> Iterator[str]:
    """The name of a database that is not there yet; it is removed afterwards."""
    name = f"restored_{os.getpid()}"
    yield name
    on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on_server(statement: str) -> None:
    with contextlib.closing(psycopg2.connect(database_url().rpartition("/")[0] + "/postgres")) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)


def names_of_databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def restored(folder: Path, data_dir: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """`manage.py restore`, as somebody types it on another machine."""
    environment = {**os.environ, "DATABASE_URL": url or database_url(), "DATA_DIR": str(data_dir)}
    command = [sys.executable, "manage.py", "restore", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_what_is_brought_back_is_what_there_was(
    made: Path, everything: Release, tmp_path: Path, new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event.objects.get(action="operations.backup")
    assert event.detail["manifest"] == manifest.read(made)[1]
    assert not (set(os.listdir(made)) & {"secret_key", "pseudonym_key"})

    data_dir = tmp_path / "elsewhere"
    done = restored(made.parent, data_dir, "--into-new", new_database)
    assert done.returncode == 0, done.stderr
    assert f"The database is {new_database}, its files are in {data_dir}" in done.stdout

    pack = Pack.objects.get()
    assert (data_dir / "files" / "packs" / pack.file.name).read_bytes() == pack.file.open().read()
    waiting = Extract.objects.get(state="uploaded")
    assert (data_dir / "files" / "extracts" / waiting.file.name).read_bytes() == LEFT
    url = f"{database_url().rpartition('/')[0]}/{new_database}"
    with contextlib.closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute("SELECT content_hash FROM releases_release WHERE id = %s", [everything.pk])
        assert cursor.fetchone()[0] == everything.content_hash
        with pytest.raises(psycopg2.Error, match="published"):  # its guards came with it
            cursor.execute("UPDATE releases_observation SET numerator = 1 WHERE release_id = %s", [everything.pk])

    monkeypatch.setattr("tests.serving.database_url", lambda: f"{database_url().rpartition('/')[0]}/{new_database}")
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    with contextlib.closing(Site()) as site:
        assert "Sign out" in signed_in(site.url)


def signed_in(url: str) -> str:
    """The home page after somebody has signed in by the form."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{url}{reverse('account_login')}").read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    form = {"csrfmiddlewaretoken": found[1], "login": "member", "password": PASSWORD}
    return str(opener.open(f"{url}{reverse('account_login')}", urllib.parse.urlencode(form).encode()).read().decode())


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[str]:
    """What step 3 of docs/production.md makes, on the tests' server: the name of the database, with which its roles' begin."""
    name = f"runbook_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("this database's user may not make roles")
    on_server(f"CREATE ROLE {name}_owner LOGIN CREATEROLE CREATEDB PASSWORD 'OWNER-PASSWORD'")
    on_server(f"GRANT {name}_owner TO CURRENT_USER")
    on_server(f"CREATE DATABASE {name} OWNER {name}_owner TEMPLATE template0 ENCODING 'UTF8'")
    yield name
    for database in (name, f"{name}_restored"):
        on_server(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    made = ", ".join(f"{name}_{role}" for role in ROLES if role != OWNER)
    on_server(f"SET ROLE {name}_owner; DROP ROLE IF EXISTS {made}; RESET ROLE; DROP ROLE {name}_owner")


def test_a_backup_takes_the_place_of_the_service_as_the_runbook_says(
    made: Path, everything: Release, installed: str, tmp_path: Path
) -> None:
    """Word for word, with other names and folders; systemctl alone does nothing."""
    to = connection.settings_dict
    server = urllib.parse.quote(to["HOST"] or "", safe="") + (f":{to['PORT']}" if to["PORT"] else "")
    exchanged = {
        "--owner=positive-change --group=positive-change ": "",
        "positive_change": installed,
        "@localhost/": f"@{server}/",
        "/etc/positive-change": str(tmp_path / "etc"),
        "/var/lib/positive-change": str(tmp_path / "data"),
        "/var/backups/positive-change": str(made.parent),
        "/usr/local/sbin": str(tmp_path / "sbin"),
        "/opt/positive-change/current": str(ROOT),
        "id positive-change > /dev/null 2>&1": "false",
    }
    for part in ("etc", "data", "sbin"):
        (tmp_path / part).mkdir()
    (tmp_path / "sbin" / "systemctl").write_text("#!/bin/sh\n")
    (tmp_path / "sbin" / "systemctl").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    environment["PATH"] = f"{tmp_path}/sbin:{environment['PATH']}"

    def typed(text: str) -> None:
        for there, here in exchanged.items():
            text = text.replace(there, here)
        done = subprocess.run(["bash", "-euc", text], env=environment, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    steps = blocks("try")
    roles = next(line for line in steps["tables"].splitlines() if "database_roles" in line)
    for text in (steps["environment"], steps["command"], "positive-change restore /var/backups/positive-change", roles):
        typed(text)  # the service as it was, on a new machine
    for text in (blocks("try", RUNBOOK)["restore"], blocks("try", RUNBOOK)["take over"]):
        typed(text)

    web = dict(line.split("=", 1) for line in (tmp_path / "etc" / "web").read_text().splitlines())
    worker = dict(line.split("=", 1) for line in (tmp_path / "etc" / "worker").read_text().splitlines())
    for url, role in ((web["DATABASE_URL"], "web"), (web["EXACT_DATABASE_URL"], "desk"), (worker["DATABASE_URL"], "worker")):
        with contextlib.closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database(), content_hash FROM releases_release")
            assert cursor.fetchone() == (f"{installed}_{role}", f"{installed}_restored", everything.content_hash)
            with pytest.raises(psycopg2.Error, match=r"permission denied|read-only"):
                cursor.execute("CREATE TABLE more ()")
    with contextlib.closing(psycopg2.connect(database_url())) as link, link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE %s", [f"{installed}_restored%"])
        assert cursor.fetchone() == (0,)
    assert not (tmp_path / "data-restored").exists()
    with contextlib.closing(Site(**web, DATA_DIR=str(tmp_path / "data"))) as site:
        assert "Sign out" in signed_in(site.url)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_damaged_backup_is_refused_and_nothing_is_changed(made: Path, tmp_path: Path, new_database: str) -> None:
    file = str(next((made / "files" / "packs").iterdir()).relative_to(made))
    damages: dict[str, Callable[[Path], object]] = {
        "dump": lambda folder: flip(folder / manifest.DUMP),
        "file": lambda folder: flip(folder / file),
        "manifest": lambda folder: flip(folder / manifest.NAME),
        "missing": lambda folder: (folder / file).unlink(),
        "more": lambda folder: (folder / "files" / "more.pdf").write_bytes(b"%PDF"),
        "none": lambda folder: shutil.rmtree(folder),
    }
    for name, damage in damages.items():
        folder = tmp_path / f"damaged-{name}" / made.name
        shutil.copytree(made, folder)
        damage(folder)
        with pytest.raises(CommandError, match="Nothing was restored"):
            call_command("restore", str(folder.parent), into_new=new_database)
    assert new_database not in names_of_databases()


def test_what_differs_afterwards_is_taken_out_again(made: Path, tmp_path: Path, new_database: str) -> None:
    """Somebody has changed the manifest with its own hash, so that only the comparison of what is there can tell."""
    said, _ = manifest.read(made)
    facts = {name: value.replace(value[0], "0" if value[0] != "0" else "1", 1) for name, value in said.facts.items()}
    manifest.Manifest(**{**json.loads((made / manifest.NAME).read_text()), "facts": facts}).write(made)
    done = restored(made, tmp_path / "elsewhere", "--into-new", new_database)
    assert done.returncode == 1
    assert "figures of R" in done.stderr
    assert new_database not in names_of_databases()
    assert not [path for path in (tmp_path / "elsewhere" / "files").rglob("*") if path.is_file()]


def test_nothing_is_overwritten(made: Path, new_database: str) -> None:
    before = Event.objects.count()
    with pytest.raises(CommandError, match=r"database .* is not empty"):
        call_command("restore", str(made))
    with pytest.raises(CommandError, match="extracts is not empty"):  # the present installation's own files
        call_command("restore", str(made), into_new=new_database)
    assert Event.objects.count() == before
    assert new_database not in names_of_databases()


def test_old_backups_go_and_half_ones_never_count(everything: Release, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for name in ("20260101T021500Z", "20260102T021500Z"):
        (folder / name).mkdir(parents=True)
        (folder / name / manifest.NAME).write_text("{}")
    (folder / ".20260103T021500Z.part").mkdir()
    call_command("backup", str(folder), keep=2)
    kept = sorted(path.name for path in folder.iterdir())
    assert kept[0] == "20260102T021500Z" and len(kept) == 2


def test_without_room_no_backup_is_left(everything: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(blocked / "backups"))
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "backups"))
    assert not list((tmp_path / "backups").iterdir())
    assert not list(Path(settings.DATA_DIR).glob("files/backup-*"))
