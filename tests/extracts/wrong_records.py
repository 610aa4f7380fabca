"""For each check of records and counts the smallest file that it finds something in, and the rows that it finds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.extracts.files import Row
from tests.extracts.records import DECLARED, many, row

WALES = "W92000004"


@dataclass(frozen=True)
class WrongRecords:
    """`found`: row numbers, None for what is nowhere in particular; `history`: rows of each quarter that count now."""

    source: str
    rows: Sequence[Row]
    found: Sequence[int | None]
    columns: Sequence[str] | None = None
    declared: tuple[str, str, str] = DECLARED
    history: dict[str, int] = field(default_factory=dict)
    beside: Sequence[Row] = ()  # rows of another quarter that counts


def sentences(*rows: Row, found: Sequence[int | None], **options: object) -> WrongRecords:
    """The first row stands in row 2; numbers are given to those that have none of their own."""
    numbered = [{**one, "sentence_id": f"S{place}"} if one["sentence_id"] == "S1" else one for place, one in enumerate(rows)]
    return WrongRecords("sentences", numbered, found, **options)  # type: ignore[arg-type]


def sentence(**cells: str) -> Row:
    return row("sentences", **cells)


def prosecutions(area: str, tried: int, convicted: int, **cells: str) -> Row:
    counts = {"prosecutions": str(tried), "convictions": str(convicted)}
    return {"period": "2023Q1", "area_code": area, "strand": "stalking", **counts, **cells}


REGIONS = [prosecutions(f"W1500000{number}", 10 * number, number) for number in (1, 2, 3, 4)]

WRONG_RECORDS: dict[str, WrongRecords] = {
    "headings_unknown": WrongRecords("sentences", [{"X0009": "X0010", "1980-01-01": "1981-01-01"}], [None, None]),
    "record_cell_blank": sentences(sentence(), sentence(person_id=" \u200b"), sentence(start_date=""), found=[3, 4]),
    "date_unknown": sentences(
        sentence(start_date="soon"), sentence(start_date="2023-02-30"), sentence(date_of_birth="unknown"), found=[2, 3, 4]
    ),
    "date_two_digit_year": sentences(sentence(start_date="14/02/23"), sentence(date_of_birth="17-May-90"), found=[2, 3]),
    "date_month_first": sentences(sentence(start_date="02/14/2023"), sentence(start_date="02/11/2022"), found=[2]),
    "date_with_time": sentences(sentence(start_date="2023-02-14 23:00"), sentence(start_date="2023-02-14 00:00"), found=[2]),
    "date_as_number": sentences(sentence(start_date="44971"), found=[2]),
    "date_too_early": sentences(sentence(start_date="1949-12-31"), sentence(start_date="1950-01-01"), found=[2]),
    "birth_too_early": sentences(sentence(date_of_birth="1899-12-31"), sentence(date_of_birth="1900-01-01"), found=[2]),
    "date_after_as_at": sentences(
        sentence(start_date="2023-02-14"),
        sentence(start_date="2023-02-15"),
        found=[3],
        declared=("2023Q1", "2023Q1", "2023-02-14"),
    ),
    "date_before_birth": sentences(
        sentence(date_of_birth="2023-02-15"), sentence(date_of_birth="2023-02-14"), sentence(date_of_birth=""), found=[2]
    ),
    "sanction_before_offence": WrongRecords(
        "proven_offences",
        [row("proven_offences", offence_date="2023-02-15"), row("proven_offences", offence_date="2023-02-14", offence_id="O2")],
        [2],
    ),
    "date_not_declared": sentences(
        sentence(start_date="2022-12-31"), sentence(start_date="2023-01-01"), sentence(start_date="2023-04-01"), found=[2, 4]
    ),
    "identifier_twice": sentences(
        sentence(sentence_id="S7"),
        sentence(sentence_id="S8"),
        sentence(sentence_id=" S7 ", person_id="X0002"),
        sentence(sentence_id="\u200bS7\xad", person_id="X0003"),
        found=[2, 4, 5],
    ),
    "code_unknown": sentences(sentence(sex="Femail"), sentence(sentence_type="fine"), sentence(sex="NK"), found=[2, 3]),
    "flag_unknown": sentences(sentence(care_experienced="perhaps"), sentence(care_experienced="yes"), found=[2]),
    "reason_unmapped": WrongRecords(
        "terminations", [row("terminations"), row("terminations", order_id="T2", reason="Sent to the moon")], [3]
    ),
    "rate_percentage": WrongRecords(
        "index_events",
        [row("index_events", predicted_rate=rate, event_id=f"E{rate}") for rate in ("41.2", "41.2 %", "1", "1.000001", "0.5")],
        [2, 3, 5],
    ),
    "rate_not_number": WrongRecords(
        "index_events",
        [row("index_events", predicted_rate=rate, event_id=f"E{rate}") for rate in ("high", "-0.2", "0,4", "1e-3", "")],
        [2, 3, 4],
    ),
    "score_not_number": WrongRecords(
        "assessments", [row("assessments", drugs="many", ete="2.5"), row("assessments", drugs="8.0", assessment_id="A2")], [2, 2]
    ),
    "score_too_high": WrongRecords(
        "assessments", [row("assessments", drugs="31"), row("assessments", drugs="30", assessment_id="A2")], [2]
    ),
    "strand_unknown": WrongRecords("prosecutions", [prosecutions("Gwent", 9, 3, strand="stalkin")], [2]),
    "convictions_above_prosecutions": WrongRecords(
        "prosecutions", [prosecutions("Gwent", 3, 4), prosecutions("Powys", 3, 3)], [2]
    ),
    "prosecutions_not_wales": WrongRecords("prosecutions", [*REGIONS, prosecutions(WALES, 100, 11)], [6]),
    "area_not_recognised": sentences(
        sentence(area="Gwennt"), sentence(area="Wales"), sentence(area=""), sentence(area="England and Wales"), found=[2, 5]
    ),
    "assessment_code_unknown": WrongRecords(
        "assessments",
        [row("assessments", status="half done"), row("assessments", assessment_type="Layer 9", assessment_id="A2")],
        [2, 3],
    ),
    "version_unknown": WrongRecords("assessments", [row("assessments", version="OASys 99")], [2]),
    "event_twice": sentences(sentence(), sentence(start_date="14/02/2023"), sentence(person_id="X0002"), found=[2, 3]),
    "event_elsewhere": sentences(
        sentence(sentence_id="S1-3"),
        sentence(sentence_id=" S1-4 ", person_id="x0001"),
        sentence(sentence_id="S1-5", person_id="X0002"),
        found=[3],
        beside=[sentence(sentence_id="S1-4", start_date="2022-12-30"), sentence(sentence_id="S1-5", start_date="2022-12-31")],
    ),
    "row_twice": WrongRecords("caseload", [row("caseload"), row("caseload", person_id="X0002"), row("caseload")], [2, 4]),
    "person_twice_in_snapshot": WrongRecords(
        "caseload", [row("caseload"), row("caseload", setting="community"), row("caseload", snapshot_date="2023-02-28")], [2, 3]
    ),
    "snapshots_several": WrongRecords("caseload", [row("caseload"), row("caseload", snapshot_date="2023-02-28")], [None]),
    "snapshot_early": WrongRecords("caseload", [row("caseload", snapshot_date="2023-03-23")], [None]),
    "quarter_without_rows": sentences(sentence(), found=[None], declared=("2023Q1", "2023Q2", "2026-01-31")),
    "quarter_unfinished": WrongRecords("sentences", [*many("sentences", 60, start_date="2023-03-01")], [None]),
    "quarter_revised": WrongRecords("sentences", many("sentences", 60), [None], history={"2023Q1": 100}),
    "quarter_unlike_neighbours": WrongRecords("sentences", many("sentences", 60), [None], history={"2022Q4": 130, "2023Q2": 130}),
    "profile_not_stated": sentences(sentence(), sentence(ethnicity="NS", area="", person_id="X0002"), found=[None, None]),
    "flag_not_recorded": sentences(sentence(), sentence(care_experienced="", person_id="X0002"), found=[None]),
    "offence_flag_not_recorded": WrongRecords("proven_offences", [row("proven_offences", recordable="")], [None]),
    "age_unlikely": sentences(
        sentence(date_of_birth="1922-02-14"),
        sentence(date_of_birth="2013-02-15"),
        sentence(date_of_birth="2013-02-14"),
        found=[2, 3],
    ),
    "age_under_18": sentences(
        sentence(date_of_birth="2005-02-15"), sentence(date_of_birth="2005-02-14"), sentence(date_of_birth=""), found=[2]
    ),
    "person_not_identifier": sentences(sentence(person_id="Ann Other"), sentence(person_id="17/05/1990"), found=[None]),
    "person_two_sexes": sentences(
        sentence(), sentence(sex="M", person_id="\ufeffX0001\u200b"), sentence(sex="M", person_id="X0002"), found=[None]
    ),
    "person_two_births": sentences(sentence(), sentence(date_of_birth="1990-05-18"), sentence(date_of_birth=""), found=[None]),
}
