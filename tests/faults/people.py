"""People who work with the service over HTTP while it is being killed: they try again until what they wanted is there."""

import contextlib
import hashlib
import http.client
import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import Error, connection
from django.test import Client

from wales_framework.access.models import User

T = TypeVar("T")
PATIENCE = 240.0  # seconds after the last disturbance; whoever then still tries again and again calls for help
LOOK = 0.2
CHUNK = 16_384


class GivenUp(Exception):
    """Something that was wanted did not come, however often it was tried."""


class Wrong(Exception):
    """An answer that no fault explains: not an error of the moment, and not what was asked for."""


@dataclass
class Notes:
    """What people have seen, for the comparison afterwards. Shared by everybody who works."""

    received: dict[str, str] = field(default_factory=dict)  # extract -> SHA-256 of what was sent and acknowledged
    answers: Counter[int] = field(default_factory=Counter)  # by status; 0: no answer
    refused: Counter[str] = field(default_factory=Counter)  # by status and address: whatever is no good answer
    published: dict[int, str] = field(default_factory=dict)  # release -> hash of its figures as downloaded at its publication
    packs: dict[str, str] = field(default_factory=dict)  # pack -> SHA-256 of what was downloaded
    drafting: threading.Event = field(default_factory=threading.Event)
    aside: set[str] = field(default_factory=set)  # who has seen that somebody drafts, and loads nothing meanwhile
    busy: dict[str, str] = field(default_factory=dict)  # who -> what they are at
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    calm_since: float | None = None  # by the clock of time.monotonic; None while parts are killed

    def is_too_long(self, begun: float) -> bool:
        """Whether somebody who began then has waited for longer than the disturbances explain."""
        return self.calm_since is not None and time.monotonic() > max(begun, self.calm_since) + PATIENCE

    def answered(self, status: int, asked: str) -> None:
        with self.lock:
            self.answers[status] += 1
            if not 0 < status < 400:
                self.refused[f"{status or 'no answer'} {asked}"] += 1


def looked_up(read: Callable[[], T]) -> T:
    """What the database says, once it says something."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return read()
        except Error:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK)


class Person:
    """Somebody with a browser."""

    def __init__(self, user: User, port: int, notes: Notes) -> None:
        client = Client()
        looked_up(lambda: client.force_login(user))
        self.user, self.port, self.notes = user, port, notes
        self.token = secrets.token_hex(16)
        self.cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={self.token}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "",
        pause: float = 0,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any, bytes]:
        """One try: status, headers and content; status 0 where no answer came. `pause`: seconds after each part of the body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Length": str(len(body)), **(headers or {})}
        try:
            link.putrequest(method, path)
            for name, value in {**given, **({"Content-Type": kind} if kind else {})}.items():
                link.putheader(name, value)
            link.endheaders()
            for start in range(0, len(body), CHUNK):
                link.send(body[start : start + CHUNK])
                time.sleep(pause)
            answer = link.getresponse()
            found = answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            found = 0, {}, b""
        finally:
            link.close()
        self.notes.answered(found[0], f"{method} {path}")
        return found

    def get(self, path: str) -> bytes:
        """The page, however often it must be asked for."""
        begun = time.monotonic()
        while not self.notes.is_too_long(begun):
            status, _, content = self.ask("GET", path)
            if status == 200:
                return content
            if 0 < status < 500:
                raise Wrong(f"GET {path} was answered with {status}")
            time.sleep(LOOK)
        raise GivenUp(f"GET {path}")

    def post(self, path: str, data: dict[str, Any]) -> int:
        return self.ask("POST", path, urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded")[0]

    def until(self, what: str, done: Callable[[], bool], path: str, data: Callable[[], dict[str, Any]] = dict) -> None:
        """Press the button of this address until what it is for is done, as it may be although no answer came."""
        self.notes.busy[self.user.username] = what
        begun = time.monotonic()
        while not looked_up(done):
            if self.notes.is_too_long(begun):
                raise GivenUp(what)
            status = self.post(path, looked_up(data))
            if 400 <= status < 500 and not looked_up(done):
                raise Wrong(f"{what}: {path} was answered with {status}")
            time.sleep(LOOK)

    def wait(self, what: str, done: Callable[[], bool], again: Callable[[], None] = lambda: None) -> None:
        """Wait for what workers do; `again`: what a person does where a page says that something went wrong."""
        self.notes.busy[self.user.username] = what
        begun = time.monotonic()
        while not looked_up(done):
            if self.notes.is_too_long(begun):
                raise GivenUp(what)
            again()
            time.sleep(LOOK)

    def send(self, source: str, content: bytes, as_at: str, name: str, pause: float = 0.02) -> str:
        """Send a file until it is acknowledged, slowly enough to be caught in the middle; the number of its extract."""
        self.notes.busy[self.user.username] = "uploading"
        limit = secrets.token_hex(8)
        fields = {"source": source, "as_at": as_at}
        lines = [f'--{limit}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        lines.append(f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n')
        body = "".join(lines).encode() + b"Content-Type: text/csv\r\n\r\n" + content + f"\r\n--{limit}--\r\n".encode()
        begun = time.monotonic()
        while not self.notes.is_too_long(begun):
            status, _headers, answer = self.ask(
                "POST", "/api/v1/extracts", body, f"multipart/form-data; boundary={limit}", pause=pause
            )
            if status in (202, 409):
                number = json.loads(answer)["id" if status == 202 else "extract"]
                with self.notes.lock:
                    self.notes.received[number] = hashlib.sha256(content).hexdigest()
                return str(number)
            if 400 <= status < 500:
                raise Wrong(f"upload of {name}: {status} {answer[:300]!r}")
            time.sleep(LOOK)
        raise GivenUp(f"upload of {name}")


def ticked(page: bytes) -> list[str]:
    """The warnings of a release's checklist, as somebody ticks them who has read them."""
    return re.findall(r'name="accept" value="([^"]*)"', page.decode())


@contextlib.contextmanager
def noting(notes: Notes, who: str) -> Any:
    """What goes wrong for somebody is told in the end, and does not stop the others."""
    try:
        yield
    except Exception as fault:
        notes.faults.append(f"{who}: {type(fault).__name__}: {fault}")
    finally:
        notes.busy.pop(who, None)
        connection.close()
