"""What tests say of actions."""

from datetime import date
from typing import Any

from priority_groups.plans import service
from priority_groups.plans.models import ActionUpdate
from wales_framework.access.models import User

SCRIPT = "<script>alert(1)</script>"
FIRST = "A-1"


def values(**other: Any) -> dict[str, Any]:
    """What the form gives the service."""
    return {
        "state": "under_way",
        "owner_en": "South Wales Police",
        "owner_cy": "Heddlu De Cymru",
        "due": date(2999, 3, 31),
        "indicators": ["A1", "A3"],
        **other,
    }


def report(by: User, plan: str = "national", action: str = FIRST, why: str = "", **other: Any) -> ActionUpdate:
    """Say something of an action, having read all that was said before."""
    latest = ActionUpdate.objects.of(plan, action).first()
    return service.report(by, plan, action, values(**other), why, latest.number if latest else 0)


def add(by: User, plan: str = "gwent", **other: Any) -> ActionUpdate:
    words = {"group": "A", "text_en": "Open a women's centre in Newport", "text_cy": "Agor canolfan i fenywod yng Nghasnewydd"}
    return service.add(by, plan, values(**{**words, **other}))
