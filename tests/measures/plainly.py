"""The measures once more, slow and obvious: one person, one row, one date at a time, by the rules of the domain.

Nothing here is shared with the fast way. A row is a dictionary: `person` and `row`, dates as `date`, letters as text, `age` in
years or None, `predicted` as a whole number of millionths or None, a score as a number or None.
"""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]
Key = tuple[str, str, str, str, str, str]  # cohort, measure, period, area, breakdown, category
Figure = tuple[int | None, int | None, str, str]  # numerator, denominator, symbol, period in which it will be ready
Place = tuple[str, str, str]  # area, breakdown, category

WALES: Place = ("wales", "", "")
AREAS = {"N": "north", "G": "gwent", "S": "south", "D": "dyfed", "-": "unknown"}
SEXES = {"F": "F", "M": "M", "-": "not_stated"}
ETHNICITIES = {"A": "asian", "B": "black", "M": "mixed", "O": "other", "W": "white", "-": "not_stated"}
BANDS = ["under_18", "18-20", "21-24", "25-29", "30-39", "40-49", "50+", "not_stated"]
SENTENCE_TYPES = {"I": "immediate_custody", "C": "community_order"}
ORDER_TYPES = {"C": "community_order", "L": "licence"}
INDEX_TYPES = {"R": "custody_release", "C": "community_order", "X": "caution"}
KINDS = {"A": "accredited_programme", "C": "commissioned_service", "O": "other"}
SETTINGS = {"P": "custody", "M": "community", "-": "not_recorded"}
REFERRERS = {"P": "police", "R": "prison", "B": "probation"}
THRESHOLDS = {
    "accommodation": 2,
    "ete": 3,
    "relationships": 2,
    "lifestyle": 2,
    "drugs": 2,
    "alcohol": 4,
    "thinking": 4,
    "attitudes": 2,
}
SECOND_VERSION = {"drugs": 1, "alcohol": 6}  # where it differs

COHORTS: dict[str, Callable[[Row], bool]] = {
    "women": lambda row: row["sex"] == "F",
    "domestic_abuse_perpetrators": lambda row: row["domestic_abuse_perpetrator"] == "Y",
    "ex_armed_services": lambda row: row["ex_armed_services"] == "Y",
    "young_adults": lambda row: row["age"] is not None and 18 <= row["age"] <= 25,
    "care_leavers": lambda row: row["care_experienced"] == "Y",
    "offenders_with_children": lambda row: row["children_under_18"] == "Y",
    "bame": lambda row: row["ethnicity_group"] in ("A", "B", "M", "O"),
    "all": lambda row: True,
}
LETTERS = {
    "women": "A",
    "domestic_abuse_perpetrators": "B",
    "ex_armed_services": "C",
    "young_adults": "D",
    "care_leavers": "L",
    "offenders_with_children": "E",
    "bame": "F",
}


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarter(day: date) -> str:
    return f"{day.year:04}Q{(day.month + 2) // 3}"


def quarter_end(code: str) -> date:
    year, number = int(code[:4]), int(code[5])
    return date(year, number * 3, calendar.monthrange(year, number * 3)[1])


def before(code: str, quarters: int) -> str:
    return quarter(months_later(quarter_end(code), -3 * quarters))


def periods(covered: Iterable[str]) -> dict[str, list[str]]:
    """Each period with its quarters: those covered, and years of four that are."""
    found = {code: [code] for code in covered}
    for code in covered:
        four = [before(code, number) for number in (3, 2, 1, 0)]
        if all(one in covered for one in four):
            found[f"YE{code[:4]}-{int(code[5]) * 3:02}"] = four
    return found


def band(age: int | None) -> str:
    if age is None:
        return "not_stated"
    for name, last in [("under_18", 17), ("18-20", 20), ("21-24", 24), ("25-29", 29), ("30-39", 39), ("40-49", 49)]:
        if age <= last:
            return name
    return "50+"


def places(row: Row) -> list[Place]:
    """Where a row counts, its own categories apart."""
    return [
        WALES,
        (AREAS[row["area"]], "", ""),
        ("wales", "sex", SEXES[row["sex"]]),
        ("wales", "age_band", band(row["age"])),
        ("wales", "ethnicity_group", ETHNICITIES[row["ethnicity_group"]]),
    ]


def with_setting(row: Row) -> list[Place]:
    """Where somebody on the caseload counts."""
    return [*places(row), ("wales", "setting", SETTINGS[row["setting"]])]


def all_places(breakdown: str = "", own: Mapping[str, str] | None = None) -> list[Place]:
    """Everything a cohort and period is told for."""
    areas = [(area, "", "") for area in AREAS.values()]
    categories = {
        "sex": SEXES.values(),
        "age_band": BANDS,
        "ethnicity_group": ETHNICITIES.values(),
        breakdown: (own or {}).values(),
    }
    return [WALES, *areas, *[("wales", name, code) for name, codes in categories.items() for code in codes]]


def told(numerator: Counter, denominator: Counter | None, where: list[Place]) -> dict[Place, tuple[int, int | None]]:
    """Zeros too, but nobody under 18, and nobody whose setting is not recorded, is not told."""
    found = {}
    for place in where:
        below = None if denominator is None else denominator[place]
        if place[2] in ("under_18", "not_recorded") and not numerator[place] and not below:
            continue
        found[place] = (numerator[place], below)
    return found


def first_rows(rows: Iterable[Row], day: str) -> list[Row]:
    """Of each person the first."""
    found: dict[Any, Row] = {}
    for row in sorted(rows, key=lambda row: (row[day], row["row"])):
        found.setdefault(row["person"], row)
    return list(found.values())


def head_count(rows: list[Row], day: str, breakdown: str, column: str, own: Mapping[str, str]) -> Counter:
    found = Counter(place for row in first_rows(rows, day) for place in places(row))
    for letter, code in own.items():
        found["wales", breakdown, code] = len({row["person"] for row in rows if row[column] == letter})
    return found


def row_count(rows: Iterable[Row], breakdown: str, column: str, own: Mapping[str, str], amount: Callable[[Row], int]) -> Counter:
    found: Counter = Counter()
    for row in rows:
        here = places(row) + ([("wales", breakdown, own[row[column]])] if row[column] in own else [])
        for place in here:
            found[place] += amount(row)
    return found


class Plainly:
    """`figures` of records by source, with the quarters that each source covers and the day of the proven offences."""

    def __init__(self, records: Mapping[str, list[Row]], covered: Mapping[str, list[str]], proven_as_at: date | None) -> None:
        self.records, self.covered, self.proven_as_at = records, covered, proven_as_at
        self.found: dict[Key, Figure] = {}

    def figures(self) -> dict[Key, Figure]:
        self.sentences()
        self.completions()
        self.reoffending()
        self.needs()
        self.entries()
        self.referrals()
        return self.found

    def tell(self, cohort: str, measure: str, period: str, figures: Mapping[Place, tuple[int, int | None]]) -> None:
        for place, (numerator, denominator) in figures.items():
            self.found[(cohort, measure, period, *place)] = (numerator, denominator, "", "")

    def rows(self, source: str, day: str, quarters: list[str]) -> list[Row]:
        return [row for row in self.records.get(source, []) if quarter(row[day]) in quarters]

    def cohorts_and_periods(self, source: str, day: str) -> Iterable[tuple[str, str, list[str], list[Row]]]:
        for period, quarters in periods(self.covered.get(source, [])).items():
            rows = self.rows(source, day, quarters)
            for cohort, belongs in COHORTS.items():
                yield cohort, period, quarters, [row for row in rows if belongs(row)]

    def sentences(self) -> None:
        where = all_places("sentence_type", SENTENCE_TYPES)
        for cohort, period, _, rows in self.cohorts_and_periods("sentences", "start_date"):
            people = head_count(rows, "start_date", "sentence_type", "sentence_type", SENTENCE_TYPES)
            self.tell(cohort, "sentences_started", period, told(people, None, where))
            if cohort == "all":
                sets = Counter(
                    "".join(letter for code, letter in LETTERS.items() if COHORTS[code](row)) or "none"
                    for row in first_rows(rows, "start_date")
                )
                figures = {("wales", "cohort_set", letters): (count, None) for letters, count in sets.items()}
                self.tell(cohort, "sentences_started", period, figures)

    def completions(self) -> None:
        where = all_places("order_type", ORDER_TYPES)
        for cohort, period, _, rows in self.cohorts_and_periods("terminations", "end_date"):
            successful = row_count(rows, "order_type", "order_type", ORDER_TYPES, lambda row: row["outcome"] == "S")
            ended = row_count(rows, "order_type", "order_type", ORDER_TYPES, lambda row: 1)
            self.tell(cohort, "completion_rate", period, told(successful, ended, where))

    def reoffences(self, event: Row) -> list[Row]:
        start = event["index_date"]
        return [
            offence
            for offence in self.records.get("proven_offences", [])
            if offence["person"] == event["person"]
            and start < offence["offence_date"] <= months_later(start, 12)
            and offence["sanction_date"] <= months_later(start, 18)
            and offence["breach"] != "Y"
            and offence["in_england_wales"] == "Y"
            and offence["recordable"] == "Y"
        ]

    def ready(self, code: str) -> str:
        """ "" where the cohort of the quarter has matured, else the quarter at whose end it will have."""
        matures = months_later(quarter_end(code), 18)
        if self.proven_as_at is not None and self.proven_as_at >= matures:
            return ""
        while quarter_end(code) < matures:
            code = before(code, -1)
        return code

    def reoffending(self) -> None:
        events = []
        for code in self.covered.get("index_events", []):
            for event in first_rows(self.rows("index_events", "index_date", [code]), "index_date"):
                if event["age"] is None or event["age"] >= 18:
                    found = self.reoffences(event)
                    serious = sum(offence["serious"] == "Y" for offence in found)
                    events.append({**event, "quarter": code, "reoffences": len(found), "serious": serious})
        where = all_places("index_type", INDEX_TYPES)
        for period, quarters in periods(self.covered.get("index_events", [])).items():
            waiting = max(self.ready(code) for code in quarters)
            for cohort, belongs in COHORTS.items():
                rows = [event for event in events if event["quarter"] in quarters and belongs(event)]
                for measure, (above, below) in REOFFENDING.items():
                    numerator = row_count(rows, "index_type", "index_type", INDEX_TYPES, above)
                    denominator = row_count(rows, "index_type", "index_type", INDEX_TYPES, below)
                    for place in where:
                        if place[2] == "under_18":
                            continue
                        figure = (None, None, "x", waiting) if waiting else (numerator[place], denominator[place], "", "")
                        self.found[(cohort, measure, period, *place)] = figure

    def caseload(self, code: str) -> list[Row]:
        """The people of the quarter's last snapshot, each by their first row."""
        rows = self.rows("caseload", "snapshot_date", [code])
        last = max((row["snapshot_date"] for row in rows), default=None)
        return first_rows([row for row in rows if row["snapshot_date"] == last], "snapshot_date")

    def assessment(self, person: Any, day: date) -> Row | None:
        complete = [
            row
            for row in self.records.get("assessments", [])
            if row["person"] == person and row["assessment_type"] == "3" and row["status"] == "C" and row["completed_date"] <= day
        ]
        latest = max(complete, key=lambda row: (row["completed_date"], row["row"]), default=None)
        return latest if latest is not None and latest["completed_date"] >= day - timedelta(weeks=55) else None

    def needs(self) -> None:
        if not self.covered.get("assessments"):
            return
        for code in self.covered.get("caseload", []):
            caseload = [(row, self.assessment(row["person"], row["snapshot_date"])) for row in self.caseload(code)]
            for cohort, belongs in COHORTS.items():
                rows = [(row, assessment) for row, assessment in caseload if belongs(row)]
                where = all_places("setting", SETTINGS)
                people = Counter(place for row, _ in rows for place in with_setting(row))
                assessed = Counter(place for row, assessment in rows if assessment for place in with_setting(row))
                self.tell(cohort, "assessment_coverage", code, told(assessed, people, where))
                there = {SETTINGS[row["setting"]] for row, _ in rows} | {"custody", "community"}
                self.needs_of(cohort, code, there, [(row, assessment) for row, assessment in rows if assessment])

    def needs_of(self, cohort: str, code: str, settings: set[str], rows: list[tuple[Row, Row]]) -> None:
        places = {("wales", "need"): rows}
        for letter, area in AREAS.items():
            places[area, "need"] = [pair for pair in rows if pair[0]["area"] == letter]
        for letter, setting in SETTINGS.items():
            if setting in settings:
                places["wales", f"need_{setting}"] = [pair for pair in rows if pair[0]["setting"] == letter]
        for (area, breakdown), some in places.items():
            for need, usual in THRESHOLDS.items():
                answered = having = 0
                for _, assessment in some:
                    if assessment[need] is not None:
                        threshold = usual if assessment["version"] == 1 else SECOND_VERSION.get(need, usual)
                        answered += 1
                        having += assessment[need] >= threshold
                self.found[cohort, "need_prevalence", code, area, breakdown, need] = (having, answered, "", "")

    def entries(self) -> None:
        where = all_places("kind", KINDS)
        for cohort, period, quarters, rows in self.cohorts_and_periods("interventions", "entry_date"):
            entered = [row for row in rows if row["stage"] in ("S", "C")]
            people = head_count([row for row in entered if row["kind"] != "D"], "entry_date", "kind", "kind", KINDS)
            self.tell(cohort, "intervention_entries", period, told(people, self.denominator(cohort, quarters[-1]), where))
            diverted = head_count([row for row in entered if row["kind"] == "D"], "entry_date", "", "", {})
            self.tell(cohort, "diversion_entries", period, told(diverted, None, all_places()))

    def denominator(self, cohort: str, code: str) -> Counter | None:
        if code not in self.covered.get("caseload", []) or not self.caseload(code):
            return None
        people = [row for row in self.caseload(code) if COHORTS[cohort](row)]
        found = Counter(place for row in people for place in places(row))
        for kind in KINDS.values():
            found["wales", "kind", kind] = len(people)
        return found

    def referrals(self) -> None:
        where = all_places("referrer", REFERRERS)
        for cohort, period, _, rows in self.cohorts_and_periods("referrals", "referral_date"):
            made = row_count(rows, "referrer", "referrer", REFERRERS, lambda row: 1)
            self.tell(cohort, "charity_referrals", period, told(made, None, where))
            people = head_count(rows, "referral_date", "referrer", "referrer", REFERRERS)
            self.tell(cohort, "charity_referral_people", period, told(people, None, where))


def predicted(event: Row) -> int:
    return event["predicted"] or 0


def has_prediction(event: Row) -> int:
    return int(event["predicted"] is not None)


def reoffended(event: Row) -> int:
    return int(event["reoffences"] > 0)


def above_prediction(event: Row) -> int:
    """In millionths."""
    return has_prediction(event) * (1_000_000 * reoffended(event) - predicted(event))


def one(event: Row) -> int:
    return 1


REOFFENDING: dict[str, tuple[Callable[[Row], int], Callable[[Row], int]]] = {
    "reoffending_rate": (reoffended, one),
    "reoffences_per_reoffender": (lambda event: event["reoffences"], reoffended),
    "reoffences_per_100_offenders": (lambda event: event["reoffences"], one),
    "serious_reoffences_per_100_offenders": (lambda event: event["serious"], one),
    "predicted_rate": (predicted, has_prediction),
    "actual_less_predicted": (above_prediction, has_prediction),
}
