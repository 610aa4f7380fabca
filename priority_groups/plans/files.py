"""A plan as a file to take away."""

import csv

from django.http import HttpResponse
from django.utils import timezone

from priority_groups.plans.reading import PlanPart
from wales_framework.cells import harmless

COLUMNS = (
    "plan", "area_code", "action", "group", "words", "owner", "due", "state", "state_name", "late", "evidence", "link",
    "indicators", "changed",
)  # fmt: skip


def of_plan(plan: PlanPart) -> HttpResponse:
    """Every action as a row, its words in the language that is active now."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # the mark tells spreadsheets that it is UTF-8
    response["Content-Disposition"] = f'attachment; filename="{plan.code}.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in plan.actions:
        row = (
            plan.code,
            plan.area,
            one.key,
            one.group,
            one.text,
            one.owner,
            one.due.isoformat() if one.due else "",
            one.state,
            one.state_label,
            "Y" if one.is_late else "N",
            one.evidence or "",
            one.link,
            " ".join(one.indicators),
            timezone.localdate(one.changed_at).isoformat() if one.changed_at else "",
        )
        writer.writerow(harmless(str(cell) for cell in row))
    return response
