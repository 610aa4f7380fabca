"""The work that goes on while parts of the service are killed: from files to releases, packs and corrections."""

import hashlib
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import QuerySet

from indicators.extracts.models import Extract
from indicators.extracts.service import job_of
from indicators.releases.models import Release
from reporting.packs.models import Pack
from tests.faults.people import Person, looked_up, noting, ticked
from wales_framework.jobs.models import Job

AS_AT = "2026-06-30"
NOTE = {"note_en": "Figures after a disturbance.", "note_cy": "Ffigurau ar ôl aflonyddwch."}
CORRECTION = {
    "wrong_since": "2026-01-01",
    "wrong_en": "Rows were missing.",
    "wrong_cy": "Roedd rhesi ar goll.",
    "changed_en": "They are there.",
    "changed_cy": "Maent yno.",
}
FIRST = 3  # files, before there is a first release
ON_THE_WAY = ("checking", "loading")


@dataclass(frozen=True)
class File:
    """A file to send: of a source, with its name and content."""

    source: str
    name: str
    content: bytes

    def without(self, rows: int) -> "File":
        """The same without its last rows: another extract of the same source."""
        lines = self.content.splitlines(keepends=True)
        return File(self.source, f"{rows}-{self.name}", b"".join(lines[: max(2, len(lines) - rows)]))


def state(extract: str) -> str:
    return looked_up(lambda: Extract.objects.get(pk=extract).state)


def check(analyst: Person, file: File) -> str:
    """Send, and wait until it is checked; where a page says that this went wrong, try again."""
    extract = analyst.send(file.source, file.content, AS_AT, file.name)
    analyst.wait("checking", lambda: state(extract) not in ON_THE_WAY, lambda: _again(analyst, extract))
    if state(extract) in ("failed", "uploaded"):
        raise AssertionError(f"{file.name} is {state(extract)}")
    return extract


def load(analyst: Person, file: File) -> str:
    """The same, then accept and load."""
    extract = check(analyst, file)
    analyst.until(
        "accepting",
        lambda: state(extract) not in ("ready", "needs_acceptance"),
        f"/en/extracts/{extract}/accept/",
        lambda: dict.fromkeys(Extract.objects.get(pk=extract).problems.values_list("check_name", flat=True), "on"),
    )
    analyst.wait("loading", lambda: state(extract) not in ON_THE_WAY, lambda: _again(analyst, extract))
    if state(extract) in ("ready", "needs_acceptance"):  # another one of the source came between: it was checked again
        return load(analyst, file)
    return extract


def _again(analyst: Person, extract: str) -> None:
    """Press the button that the page shows where the work ended without a result."""
    job = looked_up(lambda: job_of(Extract.objects.get(pk=extract)))
    if job is not None and job.is_finished:
        analyst.post(f"/en/extracts/{extract}/again/", {})


def release(analyst: Person, approver: Person) -> int:
    """Draft what counts now, submit, approve, publish; from the second on as a correction of the one before."""
    number = draft(analyst)
    before = looked_up(lambda: Release.objects.published().exclude(pk=number).order_by("-pk").first())
    page = f"/en/releases/{number}/"

    def is_in(*states: str) -> bool:
        return Release.objects.get(pk=number).state in states

    if before is not None:
        analyst.until(
            "correcting",
            lambda: Release.objects.get(pk=number).corrections.exists(),
            f"{page}correction/",
            lambda: {**CORRECTION, "corrected": before.pk},
        )
    for person, step, target in (
        (analyst, "submit", ("in_review", "approved", "published")),
        (approver, "approve", ("approved", "published")),
        (approver, "publish", ("published",)),
    ):
        more = NOTE if step == "submit" else {}
        person.until(
            f"release: {step}",
            lambda target=target: is_in(*target),  # type: ignore[misc]
            f"{page}{step}/",
            lambda person=person, more=more: {**more, "accept": ticked(person.get(page))},  # type: ignore[misc]
        )
    approver.notes.busy.pop(approver.user.username, None)
    return number


def draft(analyst: Person) -> int:
    """Ask for a draft until there is one that was asked for now: one that was lost is asked for again."""
    newest = looked_up(lambda: Release.objects.order_by("-pk").values_list("pk", flat=True).first()) or 0

    def drafted() -> int | None:
        if Job.objects.unfinished().filter(kind="releases.draft").exists():
            return None
        return Release.objects.filter(state="draft", pk__gt=newest).order_by("-pk").values_list("pk", flat=True).first()

    def again() -> None:
        if not looked_up(lambda: Job.objects.unfinished().filter(kind="releases.draft").exists()) and not looked_up(drafted):
            analyst.post("/en/releases/draft/", {})

    analyst.wait("drafting", lambda: drafted() is not None, again)
    return looked_up(drafted) or 0


def ask_for_packs(reader: Person) -> None:
    """Of the latest release all at once, so that several processes make one."""
    for kind, language in product(("full", "summary"), ("en", "cy")):
        reader.post("/en/packs/make/", {"kind": kind, "language": language})


def packs(reader: Person, number: int) -> None:
    """The Board's pack of the release and its summary, in both languages: asked for, made, taken away."""
    for kind, language in product(("full", "summary"), ("en", "cy")):
        mine = Pack.objects.filter(release=number, kind=kind, language=language)

        def found(mine: QuerySet[Pack] = mine) -> Pack | None:
            return mine.all().exclude(file="").first()

        def again(mine: QuerySet[Pack] = mine, kind: str = kind, language: str = language) -> None:
            last = looked_up(lambda: mine.all().select_related("job").first())
            if last is None or (not last.file and (last.job is None or last.job.is_finished)):
                reader.post("/en/packs/make/", {"kind": kind, "language": language})

        reader.wait("making a pack", lambda found=found: found() is not None, again)  # type: ignore[misc]
        pack = looked_up(found)
        assert pack is not None
        content = reader.get(f"/en/packs/{pack.pk}/download/")
        reader.notes.packs[str(pack.pk)] = hashlib.sha256(content).hexdigest()
    reader.notes.busy.pop(reader.user.username, None)


def figures(reader: Person, number: int) -> str:
    """A fingerprint of what a reader downloads of a release."""
    return hashlib.sha256(reader.get(f"/api/v1/observations?release=R{number}&format=csv")).hexdigest()


def variants(files: list[File], chance: random.Random) -> Iterator[File]:
    """Files without end, each of them new: those there are, then the same with fewer rows."""
    cut = 0
    while True:
        for file in files:
            yield file.without(cut) if cut else file
        cut += chance.randint(1, 3)


def publish_again_and_again(
    analyst: Person, approver: Person, reader: Person, files: list[File], enough: threading.Event, seed: int
) -> None:
    """Load, release, make packs; and look whether what was published before is still the same."""
    notes = reader.notes
    coming = variants(files, random.Random(seed))
    with noting(notes, analyst.user.username):
        for _ in range(min(FIRST, len(files))):
            load(analyst, next(coming))
        while True:
            notes.drafting.set()
            number = release(analyst, approver)
            notes.drafting.clear()
            notes.published[number] = figures(reader, number)
            packs(reader, number)
            for earlier, before in list(notes.published.items()):
                if figures(reader, earlier) != before:
                    notes.faults.append(f"R{earlier} is not what it was when it was published")
            if enough.is_set():
                return
            load(analyst, next(coming))


def load_and_undo_again_and_again(analyst: Person, files: list[File], enough: threading.Event, seed: int) -> None:
    """Load, discard, undo and put back what is not in the others' way."""
    chance, notes = random.Random(seed), analyst.notes
    with noting(notes, analyst.user.username):
        for file in variants(files, chance):
            if enough.is_set():
                return
            is_drafting = notes.drafting.is_set()
            (notes.aside.add if is_drafting else notes.aside.discard)(analyst.user.username)
            if is_drafting or chance.random() < 0.3:
                # What is loaded while somebody counts makes them count anew: people would not go on like this either.
                _give_up(analyst, check(analyst, file))
                continue
            extract = load(analyst, file)
            if chance.random() < 0.5:
                change(analyst, extract, "undo", ("withdrawn",))
            if chance.random() < 0.5 and state(extract) == "withdrawn":
                change(analyst, extract, "put-back", ("loaded", "superseded"))


def _give_up(analyst: Person, extract: str) -> None:
    change(analyst, extract, "discard", ("discarded",))


def change(analyst: Person, extract: str, move: str, after: tuple[str, ...]) -> None:
    """Undo, put back or discard, until it is in one of these states."""
    analyst.until(move, lambda: state(extract) in after, f"/en/extracts/{extract}/{move}/", lambda: {"why": "Tried out."})
