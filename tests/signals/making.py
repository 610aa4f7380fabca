"""Releases with signals: drafted the real way, with findings of the tests' own choice in place of those of the draft."""

from typing import Any

from indicators.releases import service
from indicators.releases.models import Finding, Release
from tests import keeping
from tests.conftest import People
from tests.publishing import load_examples

NORTH_WALES, GWENT, SOUTH_WALES, WALES = "W15000001", "W15000002", "W15000003", "W92000004"
PARAMS = {
    "points": 5, "needed": 5, "first": "YE2020-12", "first_value": 95, "last": "YE2024-12", "last_value": 140,
}  # fmt: skip


def finding(area: str, verdict: str = "changed", moved: int = 1, **other: Any) -> dict[str, Any]:
    """A finding of women's immediate custody; a signal where its verdict is one of a change."""
    is_signal = verdict in ("changed", "improving", "worse")
    return {
        "indicator": "A1", "cohort": "women", "measure": "sentences_started", "area_code": area, "breakdown": "sentence_type",
        "category": "immediate_custody", "origin": "published", "kind": "year", "period": "YE2024-12", "direction": "down",
        "verdict": verdict, "moved": moved if is_signal else 0, "reason": "trend" if is_signal else "chance", "params": PARAMS,
        "p_value": 0.001, "q_value": 0.002, "is_signal": is_signal, **other,
    }  # fmt: skip


def load(people: People) -> None:
    """The examples, loaded and drafted: the first release of a test."""

    def make() -> Release:
        load_examples(people["analyst"])
        return service.draft(people["analyst"])

    keeping.release("draft of the examples", make)


def drafted(people: People, *findings: dict[str, Any]) -> Release:
    """A draft that found exactly these; signals are ranked as they are given."""
    release = Release.objects.open().first() or service.draft(people["analyst"])
    release.findings.all().delete()
    ranks = iter(range(1, len(findings) + 1))
    for values in findings:
        rank = next(ranks) if values["is_signal"] else None
        Finding.objects.create(release=release, **{"rank": rank, **values})
    signals = sum(one["is_signal"] for one in findings)
    release.testing = {
        "tested": 40, "signals": signals, "expected_by_chance": 0.1, "changes_by_chance": 2.0, "rate": 0.05, "confidence": 0.95,
    }  # fmt: skip
    release.save(update_fields=["testing"])
    return release


def published(people: People, *findings: dict[str, Any]) -> Release:
    """The same, published."""
    release = drafted(people, *findings)
    service.submit(release, people["analyst"])
    service.approve(release, people["approver"])
    service.publish(release, people["approver"])
    return release
