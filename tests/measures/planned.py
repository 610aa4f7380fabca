"""The plan that measures are tested with: the service's cohorts, areas and breakdowns, written out."""

from typing import Any

from indicators.measures.plan import Aged, Always, Area, Breakdown, Category, Cohort, Need, Plan, Within

YES = (ord("Y"),)
NEEDS = {
    "accommodation": 2,
    "ete": 3,
    "relationships": 2,
    "lifestyle": 2,
    "drugs": 2,
    "alcohol": 4,
    "thinking": 4,
    "attitudes": 2,
}
OTHER_VERSION = {**NEEDS, "drugs": 1, "alcohol": 6}

COHORTS = (
    Cohort("women", Within("sex", (ord("F"),)), "A"),
    Cohort("domestic_abuse_perpetrators", Within("domestic_abuse_perpetrator", YES), "B"),
    Cohort("ex_armed_services", Within("ex_armed_services", YES), "C"),
    Cohort("young_adults", Aged(18, 25), "D"),
    Cohort("care_leavers", Within("care_experienced", YES), "L"),
    Cohort("offenders_with_children", Within("children_under_18", YES), "E"),
    Cohort("bame", Within("ethnicity_group", tuple(map(ord, "ABMO"))), "F"),
    Cohort("all", Always()),
)


def letters(breakdown: str, column: str, **codes: str) -> Breakdown:
    return Breakdown(breakdown, column, tuple(Category(code, ord(letter)) for code, letter in codes.items()))


AGE_BANDS = Breakdown(
    "age_band",
    "age",
    (
        Category("under_18", low=0, high=17, if_any=True),
        Category("18-20", low=18, high=20),
        Category("21-24", low=21, high=24),
        Category("25-29", low=25, high=29),
        Category("30-39", low=30, high=39),
        Category("40-49", low=40, high=49),
        Category("50+", low=50),
        Category("not_stated"),
    ),
)
COMMON = (
    letters("sex", "sex", F="F", M="M", not_stated="-"),
    AGE_BANDS,
    letters("ethnicity_group", "ethnicity_group", asian="A", black="B", mixed="M", other="O", white="W", not_stated="-"),
)
SETTING = Breakdown(
    "setting",
    "setting",
    (
        Category("custody", ord("P")),
        Category("community", ord("M")),
        Category("not_recorded", ord("-"), if_any=True),
    ),
)
INDEX_TYPE = letters("index_type", "index_type", custody_release="R", community_order="C", caution="X")
REFERRER = letters("referrer", "referrer", police="P", prison="R", probation="B")
OWN = {
    "sentences_started": letters("sentence_type", "sentence_type", immediate_custody="I", community_order="C"),
    "completion_rate": letters("order_type", "order_type", community_order="C", licence="L"),
    **dict.fromkeys(
        (
            "reoffending_rate", "reoffences_per_reoffender", "reoffences_per_100_offenders",
            "serious_reoffences_per_100_offenders", "predicted_rate", "actual_less_predicted",
        ),
        INDEX_TYPE,
    ),
    "assessment_coverage": SETTING,
    "intervention_entries": letters("kind", "kind", accredited_programme="A", commissioned_service="C", other="O"),
    "charity_referrals": REFERRER,
    "charity_referral_people": REFERRER,
}  # fmt: skip
LETTERS = {
    ("flag", "Y"): "Y",
    ("outcome", "successful"): "S",
    ("kind", "diversion"): "D",
    ("stage", "started"): "S",
    ("stage", "completed"): "C",
    ("assessment_type", "layer_3"): "3",
    ("assessment_status", "complete"): "C",
}
AREAS = tuple(
    Area(code, ord(letter)) for code, letter in {"north": "N", "gwent": "G", "south": "S", "dyfed": "D", "unknown": "-"}.items()
)


def plan(covered: dict[str, Any], proven_as_at: int | None = None, **other: Any) -> Plan:
    """A plan with these quarters covered."""
    return Plan(
        cohorts=other.pop("cohorts", COHORTS),
        wales="wales",
        areas=AREAS,
        common=COMMON,
        own=OWN,
        overlaps=frozenset({"sentences_started"}),
        needs=tuple(Need(code, {1: score, 2: OTHER_VERSION[code]}) for code, score in NEEDS.items()),
        needs_within={"custody": "need_custody", "community": "need_community", "not_recorded": "need_not_recorded"},
        letters={key: ord(letter) for key, letter in LETTERS.items()},
        covered={source: tuple(quarters) for source, quarters in covered.items()},
        proven_as_at=proven_as_at,
        **other,
    )
