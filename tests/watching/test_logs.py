"""The log: one object a line, with the number of the request from web to worker, and nothing that is nobody's business."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.conftest import People
from tests.working import run_jobs
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import WORKERS, start, work
from wales_framework.watching import context, logs

SignedIn = Callable[[str], Client]


class Lines:
    """What was logged, read back line by line."""

    def __init__(self) -> None:
        self.out = StringIO()

    @property
    def all(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.getvalue().split("\n") if line]

    def with_message(self, beginning: str) -> dict[str, object]:
        (found,) = [line for line in self.all if str(line["message"]).startswith(beginning)]
        return found


def handler(out: StringIO, form: logging.Formatter) -> logging.Handler:
    made = logging.StreamHandler(out)
    made.setFormatter(form)
    made.addFilter(logs.Placed())
    return made


@pytest.fixture
def lines() -> Iterator[Lines]:
    """All that goes to the root logger, in the form of production."""
    found = Lines()
    one = handler(found.out, logs.JsonLines())
    logging.getLogger().addHandler(one)
    yield found
    logging.getLogger().removeHandler(one)


def test_each_request_has_its_line_with_who_what_and_how_long(signed_in: SignedIn, people: People, lines: Lines) -> None:
    answer = signed_in("member").get(reverse("access:roles") + "?words=Mrs+Jones")
    line = lines.with_message("GET ")
    assert {**line, "time": "", "duration_ms": 0} == {
        "time": "", "level": "INFO", "logger": "wales_framework.access_log", "message": "GET /en/roles/ 200",
        "request_id": answer["X-Request-ID"], "user_id": people["member"].pk, "method": "GET", "path": "/en/roles/",
        "route": "access:roles", "status": 200, "duration_ms": 0,
    }  # fmt: skip
    assert "Jones" not in lines.out.getvalue() and "member@" not in lines.out.getvalue()


@pytest.mark.parametrize("given", ["abc-123", "A" * 64])
def test_a_proxys_number_is_taken_over(given: str, client: Client, settings: Settings, lines: Lines) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"] == given
    assert lines.with_message("GET ")["request_id"] == given


@pytest.mark.parametrize("given", ["", "A" * 65, "a b", 'x"}\n{"level": "ERROR"', "é"])
def test_anything_else_is_not(given: str, client: Client, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    made = client.get("/health/live", headers={"X-Request-ID": given.replace("\n", " ")})["X-Request-ID"]
    assert made != given and context.GIVEN.fullmatch(made)


def test_nobody_but_a_proxy_gives_a_number(client: Client) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": "abc"})["X-Request-ID"] != "abc"


FORGED = 'all is well\n{"level": "ERROR", "message": "forged"}\r\n\x1b[31mred \u2028 \x85 end'


def test_a_line_cannot_be_forged(lines: Lines) -> None:
    logging.getLogger("tests").warning("someone said %s", FORGED)
    assert len(lines.out.getvalue().splitlines()) == 1
    assert lines.with_message("someone")["message"] == f"someone said {FORGED}"


def test_nor_where_lines_are_text() -> None:
    out = StringIO()
    record = logging.LogRecord("tests", logging.WARNING, "", 0, "said %s", (FORGED,), None)
    handler(out, logs.TextLines()).handle(record)
    (line,) = out.getvalue().splitlines()
    assert "\\n" in line and "\x1b" not in line


SECRET = "a-password-of-some-length"


@pytest.mark.parametrize(
    "said",
    [
        "Authorization: Bearer abcdefghijklmnop0123456789",
        "postgresql://service:a-password-of-some-length@db:5432/x",
        "key {secret}",
        "Not Found: /en/feeds/" + "tok3n" * 9 + "/",
        "/en/account/password/reset/key/7pt-" + "abc123" * 7 + "/",
        "could not be sent to mair.jones@example.org",
        "GET /en/people/?name=a-password-of-some-length",
    ],
)
def test_secrets_tokens_and_addresses_stay_out(said: str, lines: Lines) -> None:
    told = said.format(secret=configured.SECRET_KEY)
    try:
        raise RuntimeError(told)
    except RuntimeError:
        logging.getLogger("tests").exception("failed: %s", told)
    for part in ("abcdefgh", SECRET, configured.SECRET_KEY, "tok3n", "abc123", "mair"):
        assert part not in lines.out.getvalue(), part
    assert logs.HIDDEN in lines.out.getvalue()


def test_a_row_that_the_database_refuses_is_not_repeated(people: People, lines: Lines) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO access_user SELECT * FROM access_user WHERE username = 'member'")
    except IntegrityError:
        logging.getLogger("tests").exception("failed")
    assert "IntegrityError" in lines.out.getvalue() and f"({people['member'].pk})" not in lines.out.getvalue()


@pytest.fixture
def kinds() -> Iterator[None]:
    before = dict(WORKERS)
    yield
    WORKERS.clear()
    WORKERS.update(before)


@pytest.mark.usefixtures("kinds")
def test_a_job_logs_under_the_number_of_the_request_that_asked_for_it(people: People, lines: Lines) -> None:
    @work("tests.log")
    def log(target: str, progress: Progress) -> None:
        logging.getLogger("tests").info("working at %s", target)

    with context.working("", "request-1"):
        job = start("tests.log", "x", people["analyst"])
    run_jobs()
    line = lines.with_message("working at x")
    assert (line["request_id"], line["job_id"]) == ("request-1", str(job.pk))
    job.refresh_from_db()
    assert job.request_id == "request-1" and job.started_at is not None
    assert context.job_id.get() == context.request_id.get() == ""


def test_production_logs_objects_and_development_text() -> None:
    assert logs.configuration("json", "INFO")["formatters"]["line"]["()"].endswith("JsonLines")
    assert logs.configuration("text", "INFO")["formatters"]["line"]["()"].endswith("TextLines")


def test_jobs_keep_no_number_that_nobody_gave(people: People) -> None:
    assert start("tests.any", "x", people["analyst"]).request_id == ""
    assert Job.objects.count() == 1
