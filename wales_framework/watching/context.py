"""What this thread is working at: carried by every line of the log, and from a request to the work that it asked for."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[str] = ContextVar("job_id", default="")
task_id: ContextVar[str] = ContextVar("task_id", default="")
request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)

GIVEN = re.compile(r"[A-Za-z0-9-]{1,64}")


def new_id(given: str = "") -> str:
    """The number of a request: the one that a proxy gave it, where it is one, else a new one."""
    return given if GIVEN.fullmatch(given) else str(uuid.uuid4())


@contextmanager
def serving(asked: HttpRequest, number: str) -> Iterator[None]:
    """A request is answered."""
    one, two = request.set(asked), request_id.set(number)
    try:
        yield
    finally:
        request.reset(one)
        request_id.reset(two)


@contextmanager
def working(job: object, number: str) -> Iterator[None]:
    """A job is done that the request with this number asked for."""
    one, two = job_id.set(str(job)), request_id.set(number or request_id.get())
    try:
        yield
    finally:
        job_id.reset(one)
        request_id.reset(two)


def user_id() -> int | None:
    """Who asks, as a number, where that is known already: nothing is looked up for a line of the log."""
    asked = request.get()
    if asked is None:
        return None
    user = vars(asked).get("_cached_user") or vars(asked).get("user")
    number = vars(user).get("id") if user is not None and "id" in vars(user) else None
    return number if isinstance(number, int) else None
