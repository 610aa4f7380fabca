"""Lines of the log: one JSON object each in production, text elsewhere. No secret, no address of a person, no forged line.

Nothing of Django is imported here before it is needed: gunicorn writes its own lines in this form too, before Django is there.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

# What a line may have beside its message, where whoever logs it gives it as `extra`.
EXTRA = ("method", "path", "route", "status", "duration_ms")
HIDDEN = "[hidden]"
BEARER = re.compile(r"(?i)\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}")
IN_ADDRESS = re.compile(r"(?<=//)[^/\s:@]*:[^/\s@]+(?=@)")  # the name and the password before a server's name
LONG_PART = re.compile(r"(?<=/)[A-Za-z0-9_:=~.-]{41,}")  # of an address: feeds and messages have tokens there
QUERY = re.compile(r"(?<=\?)\S*=\S*")
MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL repeats the row that it refuses.
ROWS = re.compile(r"(?m)^(DETAIL|CONTEXT):.*$")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@lru_cache(maxsize=1)
def _secrets() -> tuple[str, ...]:
    from django.conf import settings

    if not settings.configured:
        return ()
    databases = [one.get("PASSWORD") or "" for one in settings.DATABASES.values()]
    keys = [key.decode(errors="replace") for key in settings.PSEUDONYM_KEYS]
    given = [settings.SECRET_KEY, settings.EMAIL_HOST_PASSWORD, settings.METRICS_TOKEN, *keys, *databases]
    return tuple(sorted({one for one in given if len(one) >= 6}, key=len, reverse=True))


def harmless(text: str) -> str:
    """The text without secrets, tokens, queries, addresses of people, and rows that a database repeats."""
    for secret in _secrets():
        text = text.replace(secret, HIDDEN)
    text = BEARER.sub(rf"\1 {HIDDEN}", text)
    text = IN_ADDRESS.sub(HIDDEN, text)
    text = MAIL.sub(HIDDEN, text)
    text = QUERY.sub(HIDDEN, text)
    text = ROWS.sub(rf"\1: {HIDDEN}", text)
    return LONG_PART.sub(HIDDEN, text)


def shown_path(path: str) -> str:
    """The path of a request without tokens."""
    return LONG_PART.sub(HIDDEN, path)[:500]


class Placed(logging.Filter):
    """Gives each line the numbers of the request, the job, the task and the person that it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        from wales_framework.watching import context

        record.request_id, record.job_id = context.request_id.get(), context.job_id.get()
        record.task_id, record.user_id = context.task_id.get(), context.user_id()
        return True


class _Safe(logging.Formatter):
    def text(self, record: logging.LogRecord) -> str:
        return harmless(record.getMessage())

    def fault(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[0] is None:
            return ""
        return harmless("".join(traceback.format_exception(*record.exc_info)).rstrip())


class JsonLines(_Safe):
    """A line is one JSON object, whatever the message holds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.text(record),
        }
        found = {name: getattr(record, name, None) for name in ("request_id", "job_id", "task_id", "user_id", *EXTRA)}
        line |= {name: value for name, value in found.items() if value not in (None, "")}
        if fault := self.fault(record):
            line["exception"] = fault
        return json.dumps(line, ensure_ascii=False, default=str).translate(SEPARATORS)


SEPARATORS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029", 0x7F: "\\u007f"}


class TextLines(_Safe):
    """For people who develop: a line break inside a message is shown as one, and what follows a line is indented."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S.%f")[:-3]
        about = getattr(record, "job_id", "") or getattr(record, "request_id", "")
        message = CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode(), self.text(record))
        line = f"{time} {record.levelname} {record.name}{f' [{about[:8]}]' if about else ''} {message}"
        fault = self.fault(record)
        return line + "".join(f"\n    {part}" for part in fault.splitlines())


def configuration(form: str, level: str) -> dict[str, Any]:
    """What logging.config.dictConfig takes: everything to standard error, in this form (json or text), from this level on."""
    lines = {"json": "wales_framework.watching.logs.JsonLines", "text": "wales_framework.watching.logs.TextLines"}[form]
    handler = {"class": "logging.StreamHandler", "formatter": "line", "filters": ["placed"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"placed": {"()": "wales_framework.watching.logs.Placed"}},
        "formatters": {"line": {"()": lines}},
        "handlers": {"console": handler},
        "root": {"handlers": ["console"], "level": level},
    }
