"""Everything in its order: block after block of people, their files and the books, then the truth."""

import csv
from collections.abc import Callable
from pathlib import Path

from indicators.synthesis import careers, court, people, plants, prosecutions, recording, services, supervision, tables
from indicators.synthesis.chance import Chance
from indicators.synthesis.people import People
from indicators.synthesis.recording import Profile
from indicators.synthesis.request import Refused, Request
from indicators.synthesis.rows import Rows
from indicators.synthesis.supervision import OLDEST
from indicators.synthesis.truth.ledger import Ledger
from indicators.synthesis.truth.telling import HEADINGS, figures
from indicators.synthesis.writing import Files

PEOPLE_AT_ONCE = 50_000  # what bounds the memory
OF_NOBODY = 2**32 - 1  # the stream of chance of prosecutions, which are about no person
TRUTH = "truth"
NAMES = (*tables.TABLES, "prosecutions", TRUTH)
Progress = Callable[[int], None]


def generate(request: Request, folder: Path, progress: Progress = lambda done: None) -> dict[str, int]:
    """Write all files and say how many rows each has. `progress` is told how many people are done. Raises Refused, OSError."""
    prepare(folder)
    ledger = Ledger(request)
    with Files(folder) as files:
        for block, first in enumerate(range(0, request.people, PEOPLE_AT_ONCE)):
            size = min(PEOPLE_AT_ONCE, request.people - first)
            _write_block(request, files, ledger, Chance(request.seed, block), first, size)
            progress(first + size)
        cases = prosecutions.made(request, Chance(request.seed, OF_NOBODY))
        files.write("prosecutions", prosecutions.columns(cases))
        truth = figures(ledger, cases)
        rows = files.rows | {TRUTH: len(truth)}
    with (folder / f"{TRUTH}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADINGS, *truth])
    return rows


def prepare(folder: Path) -> None:
    """An empty folder, but for files of ours, which go. Raises Refused where it holds anything else."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is not a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    ours = {f"{name}.csv" for name in NAMES}
    others = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if others:
        raise Refused(f"{folder} holds other files ({', '.join(others[:3])}): give a folder that is new or empty.")
    for name in ours:
        (folder / name).unlink(missing_ok=True)


def _write_block(request: Request, files: Files, ledger: Ledger, chance: Chance, first: int, size: int) -> None:
    everybody = people.made(request, first, size, chance)
    planted = plants.planted(request, everybody) if first == 0 else plants.NOTHING
    rows = _happened(request, everybody, planted, chance)
    profiles: dict[str, Profile] = {}
    for source, some in rows.items():
        quality = tables.TABLES[source].quality
        if quality is not None:
            profiles[source] = recording.recorded(everybody, planted.people, some, quality, chance)
        numbers = everybody.number[some.person]
        row = files.rows.get(source, 0) + 1
        files.write(source, tables.columns(source, some, profiles.get(source), numbers, request.seed, row, chance))
    ledger.enter(rows, profiles, size)


def _happened(request: Request, everybody: People, planted: plants.Planted, chance: Chance) -> dict[str, Rows]:
    """The rows of each source, in the order of the file."""
    episodes = careers.lived(everybody, chance)
    found = {
        "sentences": court.sentences(episodes),
        "terminations": court.terminations(episodes),
        "index_events": court.index_events(everybody, episodes, chance),
        "proven_offences": court.proven_offences(episodes, chance),
        "caseload": supervision.caseload(request, episodes),
        "assessments": supervision.assessments(everybody, episodes, chance),
        "interventions": services.interventions(everybody, episodes, chance),
        "referrals": services.referrals(everybody, episodes, chance),
    }
    # Needs are told from the assessments of the 55 weeks before a snapshot, so these begin earlier.
    first = {"assessments": request.first_day - OLDEST}
    last = {"proven_offences": request.last_sanction}
    for source, rows in found.items():
        # What is planted stands for itself: its people have nothing else.
        others = rows.taken(rows.person >= planted.people)
        whole = others.with_more(planted.rows[source]) if source in planted.rows else others
        within = whole.between(first.get(source, request.first_day), last.get(source, request.last_day))
        found[source] = within.in_file_order(chance)
    return found
