"""Events of the audit trail as a file: CSV for people, JSON Lines for whoever wants to verify them elsewhere."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from wales_framework.audit.chain import text_of
from wales_framework.audit.models import Event, EventQuerySet
from wales_framework.cells import harmless

COLUMNS = ["number", "at", "action", "person", "target_type", "target_id", "target", "why", "detail", "position", "hash"]
AT_ONCE = 2_000


def csv_lines(events: EventQuerySet) -> Iterator[str]:
    """The mark at the beginning lets a spreadsheet read ŵ and ŷ; nothing that people wrote is taken for a formula."""
    yield "\ufeff" + _line(COLUMNS)
    for event in _few_at_a_time(events):
        link = getattr(event, "link", None)
        yield _line(
            [
                event.pk, timezone.localtime(event.at).isoformat(timespec="seconds"), event.action, event.username,
                event.target_type, event.target_id, event.target_name, event.why, json.dumps(event.detail, ensure_ascii=False),
                link.position if link else "", link.hash if link else "",
            ]
        )  # fmt: skip


def json_lines(events: EventQuerySet) -> Iterator[str]:
    """One object a line. `hash` is the SHA-256 of `previous`, a line end and `sealed`, which holds all of the event: whoever has
    the file can work it out, and needs nothing of this service."""
    for event in _few_at_a_time(events.extra(select={"detail_text": "audit_event.detail::text"})):
        link = getattr(event, "link", None)
        fields = {name: getattr(event, name) for name in ("action", "user_id", "username", "target_type", "target_id",
                                                          "target_name", "why")}  # fmt: skip
        told = {"number": event.pk, "at": event.at.isoformat(), **fields, "detail": event.detail}
        if link:
            row = {**fields, "id": event.pk, "at": event.at, "detail": vars(event)["detail_text"],
                   "position": link.position, "sealed_at": link.sealed_at}  # fmt: skip
            told |= {"position": link.position, "previous": link.previous, "hash": link.hash, "sealed": text_of(row)}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _few_at_a_time(events: Any) -> Iterator[Event]:
    return events.select_related("link").iterator(chunk_size=AT_ONCE)


def _line(cells: list[object] | list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(harmless(cells))
    return text.getvalue()


__all__ = ["csv_lines", "json_lines"]
