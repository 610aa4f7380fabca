"""`make page`: do what docs/production.md says, as it is written, on this machine.

Needs root, PostgreSQL where `postgres` or root may do everything, a Redis, nginx, openssl and curl. Names, folders and ports are
exchanged for others of this trial: nothing is installed, and nothing that is here is touched. systemd does not run here: the
units' lines are run by hand, in the environment that their files give, and in a folder of this version.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.operations.page import ROOT, blocks, value
from tests.operations.visiting import HOST, Visitor, certificate


def main() -> None:
    """Print each step; exit 1 where one does not do what the page says."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.following", description=__doc__)
    parser.add_argument("--database", default="postgresql://root@localhost/postgres", help="where a superuser is let in")
    parser.add_argument("--broker", default="redis://localhost:6379/5")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), options.database, options.broker)
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that it clears away
        try:
            trial.follow()
        finally:
            trial.clear_away()


def free_ports(count: int) -> list[int]:
    """Ports at which nobody listens now, each another one."""
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in taken]


class Trial:
    """The page's names, and those of this trial in their place."""

    def __init__(self, folder: Path, database: str, broker: str) -> None:
        self.folder, self.database = folder, database
        self.name = f"page_{os.getpid()}"
        self.port, self.tls, self.plain = free_ports(3)
        self.programs: list[subprocess.Popen[bytes]] = []
        server = database.split("@")[-1].rpartition("/")[0]
        self.exchanged = {
            "runuser --user=postgres -- ": "",
            "--owner=positive-change --group=positive-change ": "",
            "positive_change": self.name,
            "@localhost/": f"@{server}/",
            "/etc/positive-change": str(folder / "etc"),
            "/var/lib/positive-change": str(folder / "data"),
            "/var/backups/positive-change": str(folder / "backups"),
            "/usr/local/sbin": str(folder / "sbin"),
            "/opt/positive-change/current": str(ROOT),
            "redis://:BROKER-PASSWORD@localhost:6379/0": broker,
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            # The trial's folder is root's, and so is the trial.
            "id positive-change > /dev/null 2>&1": "false",
        }

    def follow(self) -> None:
        """Each block in the page's order."""
        for part in ("etc", "data", "backups", "sbin"):
            (self.folder / part).mkdir()
        for name in ("database", "environment", "command", "tables"):
            self.run(name)
        for unit, text in blocks("unit").items():
            if unit.endswith(("web.service", "worker.service", "scheduler.service")):
                self.start(unit, text)
        self.is_ready()
        self.through_the_proxy()
        self.run("backup")
        self.run("restore")
        print("everything on the page does what it says")

    def written(self, text: str) -> str:
        for there, here in self.exchanged.items():
            text = text.replace(there, here)
        return text

    def run(self, name: str) -> None:
        """A block of commands, ended by the first that fails."""
        print(f"== {name}", flush=True)
        environment = {
            **self._clean(),
            "PGUSER": "root",
            "PGDATABASE": "postgres",
            "PATH": f"{self.folder}/sbin:{os.environ['PATH']}",
        }
        subprocess.run(["bash", "-euc", self.written(blocks("try")[name])], check=True, env=environment, cwd=self.folder)

    def start(self, unit: str, text: str) -> None:
        """What systemd would start, in the environment that it would give."""
        print(f"== {unit}", flush=True)
        environment = {"PATH": "/usr/bin:/bin", "QUEUE": self.name}
        for file in re.findall(r"^EnvironmentFile=(.*)$", self.written(text), re.MULTILINE):
            lines = Path(file).read_text().splitlines()
            environment |= dict(line.split("=", 1) for line in lines if "=" in line)
        command = self.written(value(text, "ExecStart")).split()
        with (self.folder / f"{unit}.log").open("wb") as log:
            place = self.written(value(text, "WorkingDirectory"))
            program = subprocess.Popen(command, env=environment, cwd=place, stdout=log, stderr=log, start_new_session=True)
        self.programs.append(program)

    def is_ready(self) -> None:
        """Web answers over what would be TLS, and the worker and the scheduler stay up."""
        deadline = time.monotonic() + 180
        while self.ask("/health/ready") != 200:
            if time.monotonic() > deadline or any(program.poll() is not None for program in self.programs):
                raise SystemExit("\n".join(path.read_text()[-2000:] for path in self.folder.glob("*.log")))
            time.sleep(0.5)
        if (found := self.ask("/", secure=False)) != 301:
            raise SystemExit(f"without TLS a page is answered with {found}")
        if (found := self.ask("/en/account/sign-in/") or 0) >= 500:
            raise SystemExit(f"the page for signing in is answered with {found}")
        time.sleep(5)
        if any(program.poll() is not None for program in self.programs):
            raise SystemExit("\n".join(path.read_text()[-2000:] for path in self.folder.glob("*.log")))
        print("web, worker and scheduler are up", flush=True)

    def ask(self, path: str, *, secure: bool = True) -> int:
        """The status of an answer as the proxy gets it; 0 where there is none."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", path, headers={"Host": HOST, **({"X-Forwarded-Proto": "https"} if secure else {})})
            return link.getresponse().status
        except OSError:
            return 0
        finally:
            link.close()

    def through_the_proxy(self) -> None:
        """nginx as the page has it, with a certificate of this trial; the first administrator signs in through it."""
        print("== nginx", flush=True)
        keys = self.folder / "tls"
        keys.mkdir()
        subprocess.run(certificate(str(keys)), check=True, capture_output=True)
        told = self.written(blocks("proxy")["nginx"])
        for there, here in {
            "/etc/ssl/positive-change": str(keys),
            "listen 443 ssl;": f"listen 127.0.0.1:{self.tls} ssl;",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
        }.items():
            told = told.replace(there, here)
        told = re.sub(r" *listen \[::\]:.*\n", "", told)
        own = "".join(f"{kind}_temp_path {keys}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        around = f"daemon off; user root; pid {keys}/pid; error_log {keys}/error.log;\nevents {{}}\n"
        (keys / "nginx.conf").write_text(f"{around}http {{ access_log off; {own}\n{told}}}")
        subprocess.run(["nginx", "-t", "-q", "-c", f"{keys}/nginx.conf"], check=True)
        self.programs.append(subprocess.Popen(["nginx", "-c", f"{keys}/nginx.conf"], start_new_session=True))
        administrator = Visitor(self.folder / "cookies", keys / "fullchain.pem", self.tls)
        administrator.get("/health/live", "--retry", "10", "--retry-connrefused", "--retry-delay", "1")
        moved = subprocess.run(
            ["curl", "-sI", "-H", f"Host: {HOST}", f"http://127.0.0.1:{self.plain}/en/"], capture_output=True, text=True
        ).stdout
        if f"Location: https://{HOST}/en/" not in moved:
            raise SystemExit(f"without TLS nobody is sent to it: {moved}")
        administrator.sign_in("alun", "FIRST-PASSWORD-OF-THE-ADMINISTRATOR")
        administrator.set_up_app()

    def clear_away(self) -> None:
        """End what was started, and remove what was made in the server."""
        for program in self.programs:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
        for program in self.programs:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
        drop = [f'DROP DATABASE IF EXISTS "{self.name}{more}" WITH (FORCE)' for more in ("", "_trial")]
        drop += [f'DROP ROLE IF EXISTS "{role}"' for role in self._roles()]
        for statement in drop:
            subprocess.run(["psql", "--quiet", self.database, "--command", statement], check=False)

    def _roles(self) -> list[str]:
        query = f"SELECT rolname FROM pg_roles WHERE rolname LIKE '{self.name}%'"
        told = subprocess.run(["psql", "-At", self.database, "-c", query], check=True, capture_output=True, text=True)
        return told.stdout.split()

    @staticmethod
    def _clean() -> dict[str, str]:
        left_out = ("DATABASE_URL", "CELERY_BROKER_URL", "DATA_DIR", "SECRET_KEY", "PSEUDONYM_KEY", "QUEUE", "SERVICE_ENV")
        return {name: text for name, text in os.environ.items() if name not in left_out}


if __name__ == "__main__":
    if missing := [name for name in ("psql", "nginx", "openssl", "curl") if not shutil.which(name)]:
        sys.exit(f"needed, and not here: {', '.join(missing)}")
    main()
