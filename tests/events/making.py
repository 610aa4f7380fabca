"""An event of the register as tests record it, and a rebase that waits at one."""

from datetime import date
from typing import Any

from indicators.events import service
from indicators.events.models import ChangeEvent, Rebase
from wales_framework.access.models import User

SCRIPT = "<script>alert(1)</script>"
CLOSED = {
    "date": "2020-03-23",
    "title_en": "Courts closed",
    "title_cy": "Llysoedd ar gau",
    "cause_en": "Most courts sat no more.\n\nCases waited.",
    "cause_cy": "Nid oedd y rhan fwyaf o lysoedd yn eistedd.",
    "indicators": "a1, B1 a1",
    "areas": ["W15000003"],
}


def values(**other: Any) -> dict[str, Any]:
    """What the form gives the service."""
    return {**CLOSED, "date": date(2020, 3, 23), "indicators": ["A1", "B1"], **other}


def record(analyst: User, **other: Any) -> ChangeEvent:
    return service.record(analyst, values(**other))


def waiting_rebase(analyst: User) -> Rebase:
    return service.request_rebase(analyst, record(analyst), [], [], "Courts were closed")
