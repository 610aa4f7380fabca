"""The chain of the audit trail, walked and worked out anew: whoever changed, removed or put in an event is found out.

The database makes the links (migration 0004); this is the other side, which shares no code with it. What cannot be told from the
chain alone is a chain that was cut at its end, or made anew as a whole: for that its head is told where no database can reach,
in a file in DATA_DIR, in the log, and in the messages that go out with each release. `verify` compares with what the file says.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.audit.models import Event, Link

log = logging.getLogger(__name__)
BEFORE_THE_FIRST = "0" * 64
AT_ONCE = 5_000
# An event is written when it happens and sealed when its transaction ends: what lies further apart was not written then.
LONGEST = timedelta(days=1)
GOOD, BROKEN = "audit.verify", "audit.broken"

CHANGED = gettext_noop("changed after it was sealed")
REMOVED = gettext_noop("removed")
UNSEALED = gettext_noop("put in past the chain")
CUT = gettext_noop("the chain has a gap before it, or begins anew")
DATED = gettext_noop("it bears another time than that at which it was written")
WITNESS = gettext_noop("the chain is not the one that was seen before: it was cut or made anew")

WALK = """
    SELECT link.position, link.sealed_at, link.previous, link.hash, link.event_id,
        event.id, event.at, event.action, event.user_id, event.username, event.target_type, event.target_id, event.target_name,
        event.why, event.detail::text
    FROM audit_link AS link FULL JOIN audit_event AS event ON event.id = link.event_id
    WHERE link.position >= %s {unsealed}
    ORDER BY link.position, event.id
"""


COLUMNS = ("position", "sealed_at", "previous", "hash", "event_id", "id", "at", "action", "user_id", "username", "target_type",
           "target_id", "target_name", "why", "detail")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: what stands for everything before it."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first event with which something is wrong: its place in the chain, its number, and what."""

    position: int | None
    event: int | None
    what: str  # untranslated

    def __str__(self) -> str:
        return f"event {self.event or '-'} at position {self.position or '-'}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along the chain found."""

    links: int
    head: Head
    fault: Fault | None


def head() -> Head:
    """The last link there is."""
    last = Link.objects.order_by("-position").first()
    return Head(last.position, last.hash) if last else Head(0, BEFORE_THE_FIRST)


def verify(start: int = 1, expected: Mapping[int, str] | None = None, known: str = "") -> Verified:
    """Walk along the chain from a position. `expected`: hashes that were seen earlier at a position; `known`: one that must be in
    the chain somewhere."""
    seen = expected or {}
    walked, last, fault, is_known = 0, Head(start - 1, ""), None, not known
    with transaction.atomic():
        for row in _rows(start):
            fault = _wrong(row, last)
            if fault is None and seen.get(row["position"], row["hash"]) != row["hash"]:
                fault = Fault(row["position"], row["event_id"], WITNESS)
            if fault is not None:
                break
            walked, last = walked + 1, Head(row["position"], row["hash"])
            is_known = is_known or row["hash"] == known
    if not last.hash:
        last = Head(last.position, BEFORE_THE_FIRST)
    if fault is None and (not is_known or max(seen, default=0) > last.position):
        fault = Fault(last.position + 1, None, WITNESS)
    return Verified(walked, last, fault)


def text_of(row: Mapping[str, Any]) -> str:
    """What is sealed of an event: an array of JSON. Times are in UTC to the microsecond; `detail` is the database's own text."""
    fields = [row[name] for name in ("action", "user_id", "username", "target_type", "target_id", "target_name", "why", "detail")]
    return json.dumps([row["position"], _time(row["sealed_at"]), row["id"], _time(row["at"]), *fields], ensure_ascii=False)


def hash_of(previous: str, text: str) -> str:
    """The hash of a link: of the one before it, a line end, and the text of its event."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def verify_and_tell(start: int = 1, known: str = "") -> Verified:
    """Verify the chain, also against what was seen of it before; write what was found into the trail, the log and the file."""
    found = verify(start, witnesses(), known)
    with transaction.atomic():
        if found.fault is None:
            audit.record(GOOD, None, links=found.links, position=found.head.position, hash=found.head.hash)
        else:
            audit.record(BROKEN, None, links=found.links, position=found.fault.position, event=found.fault.event,
                         what=found.fault.what)  # fmt: skip
    if found.fault is None:
        witness(found.head)
    else:
        log.error("the audit trail is broken: %s", found.fault)
    return found


def witness_at_commit() -> None:
    """Tell the head once the surrounding transaction is committed: with a publication, of which many people hear."""
    transaction.on_commit(lambda: witness(head()), robust=True)


def seal_of(action: str, target_type: str, target_id: object) -> Head | None:
    """The link of the latest such event of an object, to be told to people who then are witnesses."""
    of = {"event__action": action, "event__target_type": target_type, "event__target_id": str(target_id)}
    found = Link.objects.filter(**of).order_by("-position").first()
    return Head(found.position, found.hash) if found else None


def last_verification() -> Event | None:
    """The event that tells what the latest verification found."""
    return Event.objects.filter(action__in=(GOOD, BROKEN)).order_by("-pk").first()


def witness(seen: Head) -> None:
    """Tell the head where the database cannot reach: into the log, and into a file to which lines are only added."""
    if not seen.position:
        return
    log.info("head of the audit trail: %s", seen)
    place = _file()
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a", encoding="ascii") as file:
        file.write(f"{timezone.now().isoformat(timespec='seconds')} {seen}\n")


def witnesses() -> dict[int, str]:
    """What the file says of the chain: the hash that was seen at a position."""
    place = _file()
    if not place.exists():
        return {}
    lines = (line.split() for line in place.read_text(encoding="ascii").splitlines())
    return {int(parts[1]): parts[2] for parts in lines if len(parts) == 3}


def _file() -> Path:
    # With the database's name: tests, and installations that share a folder, have chains of their own.
    return Path(settings.DATA_DIR) / f"audit-heads-{connection.settings_dict['NAME']}.txt"


def _rows(start: int) -> Iterator[dict[str, Any]]:
    """Links with their events in the chain's order, those of which one is missing too, a few thousand at a time in memory; by one
    statement: what is written meanwhile is of no concern."""
    with connection.chunked_cursor() as cursor:
        # From somewhere in the middle only links are walked: of events that have none nobody could say whether they come before.
        cursor.execute(WALK.format(unsealed="OR link.position IS NULL" if start <= 1 else ""), [start])
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield dict(zip(COLUMNS, row, strict=True))


def _wrong(row: Mapping[str, Any], last: Head) -> Fault | None:
    position, event = row["position"], row["event_id"]
    if position is None:
        return Fault(None, row["id"], UNSEALED)
    if (
        position != last.position + 1
        or (last.hash or (BEFORE_THE_FIRST if position == 1 else row["previous"])) != row["previous"]
    ):
        return Fault(position, event, CUT)
    if row["id"] is None:
        return Fault(position, event, REMOVED)
    if hash_of(row["previous"], text_of(row)) != row["hash"]:
        return Fault(position, event, CHANGED)
    if row["sealed_at"] is not None and abs(row["sealed_at"] - row["at"]) > LONGEST:
        return Fault(position, event, DATED)
    return None


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None
