"""Findings of a draft, written as drafting writes them: every verdict once, limits from the very figures that are shown."""

from typing import Any

from indicators.releases.models import Finding, Observation, Release

NORTH_WALES, GWENT, SOUTH_WALES, DYFED_POWYS = "W15000001", "W15000002", "W15000003", "W15000004"
WALES = "W92000004"
VERDICTS = {WALES: "too_few", NORTH_WALES: "improving", GWENT: "worse", SOUTH_WALES: "no_clear_change", DYFED_POWYS: "not_ready"}
SIGNALS = {GWENT: 1, NORTH_WALES: 2}
TESTING = {
    "tested": 3, "signals": 2, "expected_by_chance": 0.1, "changes_by_chance": 0.2, "rate": 0.05, "confidence": 0.95,
}  # fmt: skip
REBASE = {"event": 7, "date": "2022-05-01", "title": {"en": "Counting <changed>", "cy": "Cyfrif"}, "indicator": "A3", "area": ""}


def find(release: Release) -> None:
    """Findings of women's reoffending (A3), in place of those that the draft has."""
    release.findings.all().delete()
    for area, verdict in VERDICTS.items():
        Finding.objects.create(
            release=release,
            indicator="A3",
            cohort="women",
            measure="reoffending_rate",
            area_code=area,
            origin="published",
            kind="year",
            period="YE2023-03",
            direction="down",
            moved={"improving": -1, "worse": 1}.get(verdict, 0),
            verdict=verdict,
            reason="",
            p_value=0.001 if area in SIGNALS else None,
            q_value=0.003 if area in SIGNALS else None,
            is_signal=area in SIGNALS,
            rank=SIGNALS.get(area),
            series=series(release, area),
        )
    release.testing, release.rebases = TESTING, [REBASE]
    release.save(update_fields=["testing", "rebases"])


def find_nothing(release: Release) -> None:
    """A draft of which nothing was tested."""
    release.findings.all().delete()
    release.testing, release.rebases = {}, []
    release.save(update_fields=["testing", "rebases"])


def series(release: Release, area: str) -> dict[str, Any]:
    """Years as they are shown, the last one outside the limits."""
    shown = Observation.objects.filter(
        release=release, cohort="women", measure="reoffending_rate", area_code=area, breakdown="", period__startswith="YE"
    )
    values = {one.period: None if one.value is None else float(one.value) for one in shown.order_by("period")}
    there = [value for value in values.values() if value is not None]
    centre = sum(there) / len(there)
    line = [None if value is None else centre for value in values.values()]
    return {
        "periods": list(values),
        "values": list(values.values()),
        "centre": line,
        "lower": [None if one is None else one - 1 for one in line],
        "upper": [None if one is None else one + 1 for one in line],
        "rule": [""] * (len(values) - 1) + ["outside"],
        "side": [0] * (len(values) - 1) + [1],
        "points": [0 if value is None else len(there) for value in values.values()],
    }
