"""Where an embedded server keeps its files, locks, log and socket."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

# sun_path of a unix socket holds 107 bytes and an end mark; PostgreSQL appends its own file name to the directory.
LONGEST_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Place:
    """The corner of DATA_DIR that belongs to one server, `postgres` or `valkey`."""

    data_dir: Path
    server: str

    @property
    def directory(self) -> Path:
        return self.data_dir / self.server

    @property
    def files(self) -> Path:
        """The server's own data."""
        return self.directory / "files"

    @property
    def state(self) -> Path:
        """Written when the server is ready ({"url", "pid"}) or could not start ({"error"}); gone once it stops."""
        return self.directory / "state.json"

    @property
    def users_lock(self) -> Path:
        """Held shared by every user process."""
        return self.directory / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one user process that looks for the guardian and starts it."""
        return self.directory / "start.lock"

    @property
    def guardian_lock(self) -> Path:
        """Held by the guardian from before its birth until its end."""
        return self.directory / "guardian.lock"

    @property
    def server_lock(self) -> Path:
        """Held by the server's own processes, so it tells whether any is left of a guardian that was killed."""
        return self.directory / "server.lock"

    @property
    def log(self) -> Path:
        return self.data_dir / "logs" / f"{self.server}.log"

    @property
    def sockets(self) -> Path:
        """A short directory outside DATA_DIR, whose own path may be longer than a socket's may be."""
        key = hashlib.sha256(os.fsencode(self.directory.resolve())).hexdigest()[:12]
        name = f"wf-{self.server}-{os.getuid()}-{key}"
        for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
            path = Path(parent) / name
            # URL parsers lower the host's letters, and the socket's directory is the host of a PostgreSQL URL.
            if len(os.fsencode(path)) <= LONGEST_DIRECTORY and str(path) == str(path).lower() and path.parent.is_dir():
                return path
        raise EmbeddedError("No temporary directory with a short path was found for the servers' sockets.")

    def make(self) -> None:
        """Create the directories. Raises EmbeddedError when they cannot be had by this user."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in (self.directory, self.log.parent):
                path.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(
                f"The data directory {self.data_dir} cannot be used ({error.strerror}). Set DATA_DIR to a directory "
                "of your own, or DATABASE_URL and CELERY_BROKER_URL to servers of your own."
            ) from error

    def make_sockets(self) -> Path:
        """Create the sockets' directory, readable by this user only, and return it.

        It lies where others may write, so one that someone else made is refused.
        """
        path = self.sockets
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) != 0o700:
            raise EmbeddedError(f"{path} exists and is not a private directory of this user: remove it and start again.")
        return path
