"""The service as a container runs it: nobody special, nothing writable but the data and a folder for scraps."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from tests.working import database_url

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") and shutil.which("setpriv")
NOBODY = 65534
GIVEN = ("PATH", "CELERY_BROKER_URL", "SECRET_KEY", "PSEUDONYM_KEY")
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "scheduler"])
def test_each_process_of_ours_has_no_rights_and_a_file_system_that_nobody_writes(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["tmpfs"] == ["/tmp"]
    assert [volume.partition(":")[2].partition(":")[0] for volume in service["volumes"]] == ["/data"]
    assert not {"privileged", "cap_add", "pid", "network_mode", "devices", "user"} & set(service)  # the image names the user


def test_the_databases_and_the_queue_are_reached_from_inside_only() -> None:
    for name in ("postgres", "valkey"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_who_sends_mail_reaches_a_mail_server(name: str) -> None:
    assert set(SERVICES[name]["networks"]) == {"inside", "outside"}


def test_the_user_of_the_image_owns_nothing_but_the_data() -> None:
    last = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)", last, re.MULTILINE) == ["service"]
    assert "--owner=service" in last
    assert not [line for line in re.findall(r"^COPY .*$", last, re.MULTILINE) if "--chown" in line]
    assert "--shell /usr/sbin/nologin" in last


# In a mount namespace of its own: every file system read-only but the data; then somebody without any right but to read what
# root may read, as this interpreter may lie in root's own folder.
ALONE = """
set -eu
for place in $(findmnt --noheadings --raw --output TARGET | sort -r); do
    mount -o remount,bind,ro "$place" 2> /dev/null || true
done
mount --bind "$DATA" "$DATA" && mount -o remount,bind,rw "$DATA"
exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all,+dac_read_search \\
    --inh-caps -all,+dac_read_search --ambient-caps -all,+dac_read_search --no-new-privs "$@"
"""

WORK = """
import io, os, sys
import django
django.setup()
from django.db import transaction
from django.test import Client
assert os.geteuid() == 65534
for place in (".", "/tmp/x-should-fail", "/var/x-should-fail"):
    try:
        open(os.path.join(place, "written") if place == "." else place, "w")
    except OSError:
        continue
    sys.exit(f"{place} can be written")
from indicators.extracts import service
from indicators.extracts.models import Extract
from tests.extracts.files import csv_of, figure
from tests.extracts.ways import AS_AT
from wales_framework.access.models import User
from wales_framework.jobs.progress import silent
with transaction.atomic():
    extract = service.receive(io.BytesIO(csv_of([figure(source="Read-only")])), "figures.csv", None)
    service.declare(extract, None, source="published", first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_user("reader", "reader@example.org", "x", roles=["member"]))
    page = client.get("/en/")
    print(extract.state, page.status_code)
    transaction.set_rollback(True)
"""


def is_private() -> bool:
    """Whether the tests' database lets in nobody but this user: the embedded one does, by the folder of its socket."""
    host = str(connection.settings_dict["HOST"] or "")
    return host.startswith("/") and Path(host).stat().st_mode & 0o007 == 0


@pytest.mark.skipif(not IS_ROOT, reason="needs root to take everything away from a process")
@pytest.mark.django_db(transaction=True)
def test_a_page_and_a_job_as_nobody_on_a_file_system_that_cannot_be_written(tmp_path: Path) -> None:
    if is_private():
        pytest.skip("the embedded database is for this user alone; it is tried on a server of one's own")
    data = tmp_path / "data"
    (data / "tmp").mkdir(parents=True)
    for folder in (data, data / "tmp"):
        shutil.chown(folder, NOBODY, NOBODY)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    tmp_path.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if name in GIVEN},
        "DATABASE_URL": database_url(), "DATA_DIR": str(data), "DATA": str(data), "TMPDIR": str(data / "tmp"),
        "DJANGO_SETTINGS_MODULE": "wales_framework.settings", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    arguments = ["unshare", "--mount", "--propagation", "private", "bash", "-c", textwrap.dedent(ALONE), "bash"]
    done = subprocess.run(
        [*arguments, sys.executable, "-c", WORK],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[-2:] == ["ready", "200"] or done.stdout.split()[-2:] == ["needs_acceptance", "200"]


def test_static_files_are_for_whoever_serves_them(tmp_path: Path, settings: Settings) -> None:
    """Root collects them, in the image and on a machine, and somebody with fewer rights serves them."""
    settings.STATIC_ROOT = tmp_path / "collected"
    call_command("collectstatic", interactive=False, verbosity=0)
    made = list(settings.STATIC_ROOT.rglob("*"))
    assert len(made) > 50
    for path in (settings.STATIC_ROOT, *made):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
