"""The demo's delivery plans: a few entries that say of themselves that they are examples, made as people make them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

PROBATION = {"owner_en": "HMPPS in Wales", "owner_cy": "HMPPS yng Nghymru"}
GOVERNMENT = {"owner_en": "Welsh Government", "owner_cy": "Llywodraeth Cymru"}
GWENT = {"owner_en": "Gwent Police", "owner_cy": "Heddlu Gwent"}
EVIDENCE = {
    "evidence_en": "An example entry of the demonstration: nobody has said this.",
    "evidence_cy": "Cofnod enghreifftiol o'r arddangosiad: nid oes neb wedi dweud hyn.",
}
WHY = "An example entry of the demonstration"
# Plan, action, state, days until it is due, who answers for it, the indicators that it is meant to move.
ENTRIES: list[tuple[str, str, str, int, dict[str, str], list[str]]] = [
    ("national", "A-1", "under_way", -12, PROBATION, ["A1", "A3"]),
    ("national", "A-3", "not_started", 20, GOVERNMENT, ["A6"]),
    ("national", "B-1", "under_way", 150, GOVERNMENT, ["B6", "B7"]),
    ("national", "B-1", "done", 150, GOVERNMENT, ["B6", "B7"]),
    ("national", "D-3", "under_way", 90, GOVERNMENT, ["D4", "D7"]),
    ("national", "D-3", "on_hold", 90, GOVERNMENT, ["D4", "D7"]),
    ("gwent", "A-1", "under_way", 25, GWENT, ["A1"]),
    ("gwent", "F-3", "not_started", 60, GWENT, []),
]


def ensure_plans(say: Callable[[str], None]) -> None:
    """Say something of a few actions, unless somebody has done so before."""
    if apps.get_model("plans", "ActionUpdate").objects.exists():
        return
    say("Filling the delivery plans with example entries")
    today = timezone.localdate()
    for plan, action, state, days, owner, indicators in ENTRIES:
        due: date = today + timedelta(days=days)
        said = {**owner, **EVIDENCE, "due": due, "indicators": indicators, "why": WHY, "user": "member"}
        call_command("report_action", plan, action, state, stdout=StringIO(), **said)
