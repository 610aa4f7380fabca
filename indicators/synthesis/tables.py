"""What stands in each file: its headings, how its people write things down, and how much they leave blank."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from indicators.synthesis import codes, spellings
from indicators.synthesis import writing as write
from indicators.synthesis.chance import Chance
from indicators.synthesis.people import AUTHORITIES
from indicators.synthesis.recording import Profile, Quality
from indicators.synthesis.rows import Rows
from indicators.synthesis.services import STAGES

ISO, BRITISH = "%Y-%m-%d", "%d/%m/%Y"
Columns = dict[str, pa.Array]


class Table(NamedTuple):
    """A file of records."""

    day: str  # heading of the date
    day_form: str
    own: Callable[[Rows, Chance], Columns]
    identifier: str | None = None
    prefix: str = ""
    quality: Quality | None = None  # none where the file tells of people only who they are
    born_form: str = ISO
    in_words: bool = False
    areas: tuple[float, ...] = (1, 0, 0, 0, 0, 0, 0)  # how often each style of spellings.AREA_TEXTS is written
    headings: Callable[[str], str] = str
    some_in_lower_case: float = 0.0


def _sentences(rows: Rows, chance: Chance) -> Columns:
    texts = [spellings.SENTENCES[code] for code in codes.SENTENCE_TYPES]
    return {"sentence_type": write.spelled(texts, rows.columns["type"], chance)}


def _terminations(rows: Rows, chance: Chance) -> Columns:
    return {
        "order_type": write.chosen(codes.ORDER_TYPES, rows.columns["type"]),
        "reason": write.spelled(spellings.REASONS, rows.columns["outcome"], chance),
    }


def _index_events(rows: Rows, chance: Chance) -> Columns:
    return {
        "index_type": write.chosen(codes.INDEX_TYPES, rows.columns["type"]),
        "predicted_rate": write.rates(rows.columns["predicted"]),
    }


def _proven_offences(rows: Rows, chance: Chance) -> Columns:
    flags = ("breach", "in_england_wales", "recordable", "serious")
    found = {"offence_date": write.dates(rows.columns["offence"], BRITISH)}
    return found | {name: write.spelled(spellings.FLAG_CODES, rows.columns[name], chance) for name in flags}


def _caseload(rows: Rows, chance: Chance) -> Columns:
    return {"setting": write.spelled(spellings.SETTINGS, rows.columns["setting"], chance)}


def _assessments(rows: Rows, chance: Chance) -> Columns:
    found = {
        "assessment_type": write.spelled(spellings.ASSESSMENT_TYPES, rows.columns["type"], chance),
        "status": write.spelled(spellings.ASSESSMENT_STATUSES, rows.columns["status"], chance),
        "version": write.spelled([spellings.VERSION], np.zeros(len(rows), dtype=np.int64), chance),
    }
    return found | {need: write.whole(rows.columns[need]) for need in codes.NEEDS}


def _interventions(rows: Rows, chance: Chance) -> Columns:
    names = [name for kind in codes.KINDS for name in spellings.INTERVENTION_NAMES[kind]]
    stages = [spellings.STAGES[stage] for stage in STAGES]
    return {
        "kind": write.spelled(spellings.KINDS, rows.columns["kind"], chance),
        "intervention": write.chosen(names, rows.columns["kind"] * 3 + rows.columns["name"]),
        "stage": write.spelled(stages, rows.columns["stage"], chance),
    }


def _referrals(rows: Rows, chance: Chance) -> Columns:
    return {
        "referrer": write.chosen(codes.REFERRERS, rows.columns["referrer"]),
        "charity": write.chosen(spellings.CHARITIES, rows.columns["charity"]),
    }


def _in_words(heading: str) -> str:
    return heading.replace("_", " ").capitalize()


# The shares of blanks are about those that reviews of such data tell of: hardly any for sex and birth, a good part for what an
# officer has to ask about. Blanks of flags: ex-armed services, care, children, domestic abuse.
TABLES = {
    "sentences": Table(
        "start_date", ISO, _sentences, "sentence_id", "SEN",
        Quality(0.004, 0.005, 0.06, (0.2, 0.3, 0.25, 0.1), 0.02), areas=(50, 20, 1, 3, 20, 5, 1),
    ),
    "terminations": Table(
        "end_date", BRITISH, _terminations, "order_id", "ORD",
        Quality(0.003, 0.004, 0.05, (0.15, 0.25, 0.2, 0.08), 0.015), BRITISH, areas=(5, 60, 2, 3, 0, 28, 2),
    ),
    "index_events": Table(
        "index_date", ISO, _index_events, "event_id", "IDX",
        Quality(0.006, 0.008, 0.11, (0.3, 0.4, 0.38, 0.2), 0.03), areas=(10, 0, 0, 0, 90, 0, 0),
    ),
    "proven_offences": Table("sanction_date", BRITISH, _proven_offences, "offence_id", "OFF"),
    "caseload": Table(
        "snapshot_date", ISO, _caseload, None, "",
        Quality(0.002, 0.002, 0.03, (0.1, 0.18, 0.15, 0.05), 0.01), areas=(100, 0, 0, 0, 0, 0, 0),
    ),
    "assessments": Table("completed_date", ISO, _assessments, "assessment_id", "OAS"),
    "interventions": Table(
        "entry_date", BRITISH, _interventions, "entry_id", "ENT",
        Quality(0.01, 0.02, 0.15, (0.35, 0.35, 0.3, 0.25), 0.05), BRITISH, True, (0, 70, 15, 0, 0, 10, 5), _in_words, 0.005,
    ),
    "referrals": Table(
        "referral_date", BRITISH, _referrals, "referral_id", "REF",
        Quality(0.01, 0.03, 0.2, (0.05, 0.4, 0.35, 0.3), 0.06), BRITISH, True, (0, 60, 20, 0, 0, 15, 5), _in_words,
    ),
}  # fmt: skip


def columns(
    source: str, rows: Rows, profile: Profile | None, people: np.ndarray, seed: int, first: int, chance: Chance
) -> Columns:
    """The columns of a block as texts, with the headings of the file.

    `people`: the number of each row's person; `first`: that of the first row in the file, from 1.
    """
    table = TABLES[source]
    ids = write.person_ids(people, seed)
    if table.some_in_lower_case:
        ids = pc.if_else(pa.array(chance.happens(table.some_in_lower_case, len(rows))), pc.utf8_lower(ids), ids)
    found: Columns = {"person_id": ids}
    if profile is not None:
        found |= _profile(table, profile, chance)
    if table.identifier is not None:
        found[table.identifier] = write.row_ids(table.prefix, first, len(rows))
    day = {table.day: write.dates(rows.day, table.day_form)}
    own = table.own(rows, chance)
    found |= {"offence_date": own.pop("offence_date"), **day, **own} if source == "proven_offences" else day | own
    return {table.headings(name): column for name, column in found.items()}


def _profile(table: Table, profile: Profile, chance: Chance) -> Columns:
    size = len(profile.sex)
    sexes, flags = (spellings.SEX_WORDS, spellings.FLAG_WORDS) if table.in_words else (spellings.SEX_CODES, spellings.FLAG_CODES)
    ethnicities = [*((code,) for code in spellings.ETHNICITY_CODES), spellings.NO_ETHNICITY]
    style = chance.one_of(table.areas, size)
    unknown = len(AUTHORITIES) * spellings.AREA_STYLES + chance.whole(0, spellings.AREA_STYLES - 1, size)
    area = np.where(profile.authority < 0, unknown, profile.authority * spellings.AREA_STYLES + style)
    return {
        "sex": write.spelled(sexes, profile.sex, chance),
        "date_of_birth": write.dates(profile.born, table.born_form),
        "ethnicity": write.spelled(ethnicities, profile.ethnicity_code, chance),
        **{name: write.spelled(flags, profile.flags[number], chance) for number, name in enumerate(codes.FLAGS)},
        "area": write.chosen(spellings.AREA_TEXTS, area),
    }
