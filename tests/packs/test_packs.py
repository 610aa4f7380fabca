"""From a published release to the file in a Board member's hands."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators.releases.models import Release
from reporting import published as editions
from reporting.packs import making, recipe, service
from reporting.packs.choice import Choice
from reporting.packs.models import Pack
from tests.working import run_jobs
from wales_framework.access.table import PERMISSIONS, Action, Role
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Packs of a test go to a folder of its own."""
    backend = settings.STORAGES["packs"]
    settings.STORAGES = {**settings.STORAGES, "packs": {**backend, "OPTIONS": {**backend["OPTIONS"], "location": tmp_path}}}
    field: Any = Pack._meta.get_field("file")
    before, field.storage = field.storage, field._storage_callable()
    yield
    field.storage = before


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def ask(client: Client, language: str, **choice: Any) -> Any:
    return client.post(reverse("packs:make"), {"language": language, **choice}, follow=True)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_board_member_asks_waits_and_takes_the_pack_away(published: Release, signed_in: SignedIn) -> None:
    board = signed_in("board")
    page = ask(board, "en").content.decode()
    (job,) = Job.objects.of("packs.make", Pack.objects.get().pk)
    assert reverse("jobs:progress", args=[job.pk]) in page
    run_jobs()
    pack = Pack.objects.get()
    assert pack.file_name in board.get(reverse("packs:list")).content.decode()
    response = board.get(reverse("packs:download", args=[pack.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="positive-change-R{published.pk}-en.pdf"'
    assert response["Content-Type"] == "application/pdf"
    rows = [" ".join(line.split()) for line in text_of(body(response)).splitlines()]
    assert any(row.startswith("Gwent ") and row.endswith(" 56 27 18 24 17 31 52") for row in rows)
    assert any(row.startswith("England and Wales: Reoffending rate") and " 28.0% " in row for row in rows)
    assert any(row.startswith("Reoffenders") and " 112,507 " in row for row in rows)
    actions = list(Event.objects.filter(action__startswith="pack.").order_by("pk").values_list("action", "username"))
    assert actions == [("pack.request", "board"), ("pack.make", "board"), ("pack.download", "board")]


def test_the_pack_holds_every_figure_of_the_release_and_every_indicator(published: Release) -> None:
    edition = editions.get(published.pk)
    text = " ".join(text_of(making.make(edition, "en").pdf).split())
    for figure in edition.figures():
        assert figure.value is not None
        assert f"{figure.value:,}" in text
    counts = {"A": 6, "B": 7, "C": 6, "D": 8, "E": 5, "F": 6}
    codes = [f"{group}{number}" for group, count in counts.items() for number in range(1, count + 1)]
    assert len(codes) == 38
    assert not [code for code in codes if code not in text]


def test_the_welsh_pack_has_the_same_figures_and_welsh_words_and_every_making_the_same_bytes(published: Release) -> None:
    edition = editions.get(published.pk)
    steps: list[tuple[Any, ...]] = []
    made = making.make(edition, "cy", lambda *step: steps.append(step))
    text = " ".join(text_of(made.pdf).split())
    assert "56 27 18 24 17 31 52 De Cymru" in text
    assert "Gogledd Cymru" in text
    assert "Fframwaith i gefnogi newid positif" in text
    catalog: Any = pypdf.PdfReader(io.BytesIO(made.pdf)).trailer["/Root"]
    assert str(catalog["/Lang"]).startswith("cy")
    assert translation.get_language() == "en"
    assert making.make(edition, "cy").sha256 == made.sha256
    assert making.make(edition, "en").sha256 != made.sha256
    for choice in (Choice("summary"), Choice("full", ("A",), ("W15000002",))):
        assert making.make(edition, "cy", choice=choice).sha256 == making.make(edition, "cy", choice=choice).sha256
    assert list(dict.fromkeys(step[0] for step in steps)) == ["collecting", "drawing", "typesetting"]
    for name in ("collecting", "drawing"):
        done = [step[1] for step in steps if step[0] == name]
        assert done == list(range(len(done)))
    assert steps[-1][1] == steps[-1][2] == made.pages


def test_asking_again_starts_nothing_and_gives_the_file_there_is(published: Release, signed_in: SignedIn) -> None:
    board = signed_in("board")
    ask(board, "en")
    ask(board, "en")
    (pack,) = Pack.objects.all()
    assert Job.objects.of("packs.make", pack.pk).count() == 1
    assert Event.objects.filter(action="pack.request").count() == 1
    run_jobs()
    assert "made before" in ask(board, "en").content.decode()
    assert Pack.objects.get() == pack
    assert Job.objects.of("packs.make", pack.pk).count() == 1
    ask(board, "cy")
    assert Pack.objects.count() == 2
    assert board.post(reverse("packs:make"), {"language": "fr"}).status_code == 422
    assert board.post(reverse("packs:make"), {"language": "cy", "groups": ["Z"]}).status_code == 422


def test_of_a_release_a_part_can_be_chosen_and_each_choice_is_a_pack_of_its_own(published: Release, signed_in: SignedIn) -> None:
    board = signed_in("board")
    page = ask(board, "en", kind="summary").content.decode()
    assert "data-progress-url" in page
    ask(board, "en", groups=["C", "A"], regions=["W15000002"])
    ask(board, "en", groups=["A", "C"], regions=["W15000002"])
    ask(board, "en", groups=list("ABCDEF"))
    run_jobs()
    packs = {pack.file_name: pack for pack in Pack.objects.all()}
    number = published.pk
    assert set(packs) == {
        f"positive-change-R{number}-summary-en.pdf",
        f"positive-change-R{number}-A-C-gwent-en.pdf",
        f"positive-change-R{number}-en.pdf",
    }
    assert packs[f"positive-change-R{number}-summary-en.pdf"].pages == 2
    with packs[f"positive-change-R{number}-A-C-gwent-en.pdf"].file.open("rb") as file:
        text = " ".join(text_of(file.read()).split())
    assert "This pack holds groups A, C; Gwent" in text
    assert "A. Reduce the number of women" in text and "C. Improve provision" in text
    assert "B. Challenge domestic abuse" not in text
    assert "Whole pack; groups A, C; Gwent" in board.get(reverse("packs:list")).content.decode()


def test_another_recipe_gives_another_pack(published: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = editions.get(published.pk)
    first = service.ready(edition, "en")
    assert service.ready(edition, "en") == first
    monkeypatch.setattr(service, "recipe", lambda: "another")
    assert service.ready(edition, "en") != first


def test_the_recipe_is_made_of_all_that_a_pack_shows() -> None:
    names = {path.name for path in recipe._files()}
    assert {"pack.typ", "svg.py", "a.yaml", "measures.yaml", "palette.json", "document.py", "glossary.yaml"} <= names


def test_a_failed_pack_is_said_and_can_be_tried_again(
    published: Release, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = signed_in("board")
    ask(board, "en")

    def broken(*_: object) -> None:
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(service, "make", broken)
        run_jobs()
    page = board.get(reverse("packs:list")).content.decode()
    assert "The pack could not be made." in page
    assert "no ink" not in page
    assert board.get(reverse("packs:download", args=[Pack.objects.get().pk])).status_code == 404
    ask(board, "en")
    run_jobs()
    assert Pack.objects.get().state == "done"


def test_a_worker_that_was_killed_after_storing_leaves_nothing_in_the_way(published: Release) -> None:
    pack = Pack.objects.create(release_id=published.pk, language="en", recipe=recipe.recipe())
    storage = pack.file.storage
    storage.save(f"{pack.pk}.pdf", io.BytesIO(b"half a file"))
    service.finish(pack)
    assert pack.file.name == f"{pack.pk}.pdf"
    with pack.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"


def test_without_a_published_release_the_page_says_so_and_makes_nothing(signed_in: SignedIn) -> None:
    board = signed_in("board")
    assert "Nothing is published yet" in board.get(reverse("packs:list")).content.decode()
    assert "There is nothing to make a pack of" in ask(board, "en").content.decode()
    assert not Pack.objects.exists()


def test_only_those_who_may_make_packs_see_or_get_them(published: Release, signed_in: SignedIn) -> None:
    pack = service.ready(editions.get(published.pk), "en")
    addresses = (reverse("packs:list"), reverse("packs:download", args=[pack.pk]))
    for name in [*Role, "nobody"]:
        client = signed_in(str(name))
        may = name in PERMISSIONS[Action.MAKE_PACKS]
        assert [client.get(address).status_code for address in addresses] == [200 if may else 403] * 2, name
        assert client.post(reverse("packs:make"), {"language": "cy"}).status_code == (302 if may else 403), name
        assert Pack.objects.filter(language="cy").delete()[0] == (1 if may else 0), name
    for address in addresses:
        assert reverse("account_login") in Client().get(address)["Location"]


def test_the_command_writes_the_file_of_the_page(published: Release, signed_in: SignedIn, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    call_command("board_pack", release=f"R{published.pk}", language="cy", out=str(out), verbosity=0)
    pack = Pack.objects.get()
    assert body(signed_in("board").get(reverse("packs:download", args=[pack.pk]))) == out.read_bytes()
    call_command("board_pack", summary=True, group=["a"], region=["W15000001"], out=str(out), verbosity=0)
    assert Pack.objects.get(kind="summary").choice == Choice("summary", ("A",), ("W15000001",))
    with pytest.raises(CommandError, match="no group or region Z"):
        call_command("board_pack", group=["Z"], out=str(out))
    draft = Release.objects.create(content_hash="", method_version="")
    with pytest.raises(CommandError, match="not a published"):
        call_command("board_pack", release=str(draft.pk), out=str(out))


@pytest.mark.parametrize(("release", "reason"), [("latest", "No release"), ("R9", "not a published"), ("x", "not a release")])
def test_the_command_says_why_it_cannot(db: None, tmp_path: Path, release: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("board_pack", release=release, out=str(tmp_path / "pack.pdf"))
