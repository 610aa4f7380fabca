"""The work of `make busy`: analysts who load and take back files, and one who drafts again and again."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator

from indicators.extracts.models import Extract
from indicators.releases.models import Release
from tests.faults.people import Notes, Person, looked_up, noting
from tests.faults.working import File, ask_for_packs, change, draft, figures, load, load_and_undo_again_and_again, packs, release
from wales_framework.access.models import User
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

SOURCES_EACH = 3  # of an analyst; the last of them is the next one's first, so that two work on the same source

FEW = 300  # rows: a smaller file has not enough that it could do without


class Work:
    """Who works, with which files, and what has come of it."""

    def __init__(self, port: int, notes: Notes, files: list[File], enough: threading.Event, seed: int) -> None:
        self.port, self.notes, self.enough, self.seed = port, notes, enough, seed
        self.first, self.files = files, list(files)
        self.analyst, self.approver, self.board = (self._person(name, name) for name in ("analyst", "approver", "board"))
        self.drafts: list[float] = []
        self.released = 0
        self.others: set[str] = set()

    def _person(self, name: str, role: str) -> Person:
        return Person(User.objects.create_user(name, f"{name}@example.org", "", roles=[role]), self.port, self.notes)

    def first_release(self) -> int:
        """Every file loaded and a release published; its number."""
        for file in self.first:
            load(self.analyst, file)
        number = release(self.analyst, self.approver)
        self.notes.published[number] = figures(self.board, number)
        ask_for_packs(self.board)  # what a process needs for its first one it needs ever after
        packs(self.board, number)
        return number

    def uploads(self, count: int) -> Iterator[Callable[[], None]]:
        """What each of so many analysts does with files of their own."""
        sources = sorted({file.source for file in self.first if file.content.count(b"\n") > FEW})
        for number in range(count):
            person = self._person(f"analyst-{number}", "analyst")
            self.others.add(person.user.username)
            step = SOURCES_EACH - 1
            mine = [sources[(number * step + more) % len(sources)] for more in range(SOURCES_EACH)]
            files = [self._own(file, number) for file in self.first if file.source in mine]
            self.files += files
            yield lambda person=person, files=files, number=number: load_and_undo_again_and_again(  # type: ignore[misc]
                person, files, self.enough, self.seed + number
            )

    @staticmethod
    def _own(file: File, number: int) -> File:
        """The same without one of its rows, so that two people's files are different ones."""
        lines = file.content.splitlines(keepends=True)
        del lines[1 + number]
        return File(file.source, f"{number}-{file.name}", b"".join(lines))

    def recalculations(self, release_after: float) -> Callable[[], None]:
        """Draft again and again; after so many seconds publish what was drafted, and make the packs of it."""

        def recalculate() -> None:
            begun = time.monotonic()
            with noting(self.notes, self.analyst.user.username):
                while not self.enough.is_set():
                    if not self.released and time.monotonic() > begun + release_after:
                        self._release()
                    started = time.monotonic()
                    draft(self.analyst)
                    self.drafts.append(time.monotonic() - started)

        return recalculate

    def _release(self) -> None:
        """Once what was tried out is taken back: files that differ by single rows would tell of people, and are not published."""
        self.notes.drafting.set()
        self.analyst.wait("waiting for the others", lambda: self.others <= self.notes.aside)
        theirs = Extract.objects.filter(state="loaded", uploaded_by__username__in=self.others)
        while (last := looked_up(lambda: theirs.order_by("-precedence").first())) is not None:  # what it replaced counts again
            change(self.analyst, str(last.pk), "undo", ("withdrawn",))
        number = release(self.analyst, self.approver)
        self.notes.drafting.clear()
        self.notes.published[number] = figures(self.board, number)
        packs(self.board, number)
        for earlier, before in self.notes.published.items():
            if figures(self.board, earlier) != before:
                self.notes.faults.append(f"R{earlier} is not what it was when it was published")
        self.released = number

    def told(self) -> str:
        return f"{len(self.notes.received)} files, {len(self.drafts)} drafts, R{self.released} published"

    def outcome(self) -> str:
        """What was done, in words."""
        moves = {name: Event.objects.filter(action=f"extract.{name}").count() for name in MOVES}
        ended = Job.objects.filter(kind="releases.draft", state=Job.State.FAILED).count()
        again = Job.objects.filter(attempts__gt=1).count()
        taken = self.drafts or [0.0]
        return (
            f"{len(self.notes.received)} files acknowledged: {', '.join(f'{count} × {name}' for name, count in moves.items())}\n"
            f"{len(self.drafts)} drafts, {statistics.median(taken):.1f} s at the median, {max(taken):.1f} at most;"
            f" {ended} given up because extracts were loaded meanwhile; {again} jobs started more than once"
        )

    def missing(self) -> Iterator[str]:
        """What there should have been of everything, so that the others' results say something."""
        if not self.drafts:
            yield "no draft was made"
        if not self.released or not Release.objects.published().filter(pk=self.released).exists():
            yield "no release was published"
        for person in range(2):
            if not Extract.objects.filter(uploaded_by__username=f"analyst-{person}").exclude(loaded_at=None).exists():
                yield f"analyst-{person} has loaded nothing"


MOVES = ("upload", "accept", "load", "undo", "put_back", "discard")
