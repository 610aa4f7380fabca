"""Commentary of a draft, through its pages: written in both languages, previewed, carried over, and final with its release."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.commentary import for_release
from indicators.commentary import service as commentary
from indicators.commentary.models import LONGEST, Commentary
from indicators.releases import service
from indicators.releases.models import Release
from tests import keeping
from tests.conftest import People, make_people
from tests.publishing import load_examples
from wales_framework.audit.models import Event

SignedIn = Callable[[str], Client]
BOTH = {"text_en": "Fewer women.\r\n\r\nTwo causes.", "text_cy": "Llai o fenywod."}
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def draft(people: People) -> Release:
    def made() -> Release:
        load_examples(people["analyst"])
        return service.draft(people["analyst"])

    return keeping.release("draft", made)


def press(client: Client, release: Release, place: str = "A/A1", **data: Any) -> Any:
    group, _, indicator = place.partition("/")
    name, args = (
        ("commentary:indicator", [release.pk, group, indicator]) if indicator else ("commentary:group", [release.pk, group])
    )
    return client.post(reverse(name, args=args), {"version": 0, **data}, follow=True)


def write(people: People, release: Release, en: str = "Fewer.", cy: str = "Llai.", place: tuple[str, str] = ("A", "A1")) -> Any:
    version = Commentary.objects.filter(release=release, group=place[0], indicator=place[1]).first()
    return commentary.write(people["analyst"], release, place, {"en": en, "cy": cy}, version.version if version else 0)


def test_an_analyst_writes_and_an_approver_reads(draft: Release, signed_in: SignedIn) -> None:
    page = press(signed_in("analyst"), draft, **BOTH).content.decode()
    assert "The commentary is saved." in page
    assert for_release(draft.pk) == {("A", "A1"): {"en": "Fewer women.\n\nTwo causes.", "cy": "Llai o fenywod."}}
    page = signed_in("approver").get(reverse("commentary:list")).content.decode()
    assert '<span lang="cy">Llai o fenywod.</span>' in page and "<br><br>Two causes." in page
    assert "commentary/" in signed_in("approver").get(reverse("releases:detail", args=[draft.pk])).content.decode()
    assert Event.objects.get(action="commentary.write").detail["after"]["cy"] == "Llai o fenywod."


def test_what_is_missing_is_counted_by_language(draft: Release, people: People, signed_in: SignedIn) -> None:
    write(people, draft, cy="", place=("A", ""))
    write(people, draft, en="", place=("B", "B1"))
    write(people, draft)
    shown = signed_in("analyst").get(reverse("commentary:list")).context["coverage"]
    assert (shown.groups_written, shown.english, shown.welsh) == (1, 2, 2)
    assert (shown.welsh_missing, shown.english_missing, shown.to_review) == (1, 1, 0)


def test_a_preview_saves_nothing(draft: Release, signed_in: SignedIn) -> None:
    page = press(signed_in("analyst"), draft, preview="1", **BOTH).content.decode()
    assert "As readers will see it" in page and "<br><br>Two causes." in page
    assert for_release(draft.pk) == {}


@pytest.mark.parametrize("field", ["text_en", "text_cy"])
def test_markup_is_text(field: str, draft: Release, signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    pages = [press(analyst, draft, preview="1", **{field: SCRIPT}), press(analyst, draft, **{field: SCRIPT})]
    pages.append(analyst.get(reverse("commentary:indicator", args=[draft.pk, "A", "A1"])))
    for page in pages:
        assert "<img src=x" not in page.content.decode() and "&lt;img src=x" in page.content.decode()


def test_a_text_that_is_too_long_is_refused_in_words(draft: Release, signed_in: SignedIn) -> None:
    answer = press(signed_in("analyst"), draft, text_en="x" * (LONGEST + 1))
    assert answer.status_code == 422
    assert f"at most {LONGEST} characters (it has {LONGEST + 1})" in answer.content.decode()
    assert 'href="#id_text_en"' in answer.content.decode()
    ends = "x\r\n" * (LONGEST // 2)  # a line end counts as one letter, as in the browser
    assert press(signed_in("analyst"), draft, text_en=ends).status_code == 200


def test_nothing_in_either_language_removes_it(draft: Release, people: People, signed_in: SignedIn) -> None:
    write(people, draft)
    press(signed_in("analyst"), draft, text_en=" ", text_cy="", version=1)
    assert for_release(draft.pk) == {}
    assert Event.objects.get(action="commentary.remove").detail["before"] == {"en": "Fewer.", "cy": "Llai."}


def test_who_was_slower_is_told_and_keeps_the_text(draft: Release, people: People, signed_in: SignedIn) -> None:
    write(people, draft)
    answer = press(signed_in("analyst"), draft, text_en="Mine", version=0)
    assert answer.status_code == 422
    assert "Somebody wrote here meanwhile" in answer.content.decode() and ">\nMine</textarea>" in answer.content.decode()


def test_a_place_that_is_none(draft: Release, signed_in: SignedIn) -> None:
    for place in ("A/B1", "Z", "A/A99"):
        assert press(signed_in("analyst"), draft, place, **BOTH).status_code == 404


@pytest.mark.parametrize("name", ["member", "board", "administrator", "approver", "nobody"])
def test_only_analysts_write(name: str, draft: Release, people: People) -> None:
    with pytest.raises(PermissionDenied):
        commentary.write(people[name], draft, ("A", "A1"), {"en": "x", "cy": ""}, 0)


def submitted(release: Release, people: People) -> None:
    service.submit(release, people["analyst"])


def approved(release: Release, people: People) -> None:
    submitted(release, people)
    service.approve(release, people["approver"])


def published(release: Release, people: People) -> None:
    approved(release, people)
    service.publish(release, people["approver"])


@pytest.mark.parametrize("go", [submitted, approved, published])
def test_with_its_release_it_is_final(
    go: Callable[[Release, People], None], draft: Release, people: People, signed_in: SignedIn
) -> None:
    written = write(people, draft)
    go(draft, people)
    assert "not a draft any more" in press(signed_in("analyst"), draft, text_en="Later", version=1).content.decode()
    with pytest.raises(commentary.CommentaryRefused, match="is not a draft any more"):
        write(people, draft, en="Later")
    row = {"release_id": draft.pk, "text_en": "x", "author_id": written.author_id, "updated_at": written.updated_at}
    for change in (
        lambda: Commentary.objects.update(text_en="Later"),
        lambda: Commentary.objects.all().delete(),
        lambda: Commentary.objects.create(group="B", **row),
    ):
        with pytest.raises(DatabaseError, match="its commentary cannot be changed"), transaction.atomic():
            change()
    assert for_release(draft.pk) == {("A", "A1"): {"en": "Fewer.", "cy": "Llai."}}


def test_it_is_neither_moved_to_another_release_nor_emptied(draft: Release, people: People) -> None:
    write(people, draft)
    published(draft, people)
    another = service.draft(people["analyst"])
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        Commentary.objects.filter(release=draft).update(release=another, group="F")
    with pytest.raises(DatabaseError, match="published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE commentary_commentary")


def test_returned_to_draft_it_can_be_changed_again(draft: Release, people: People) -> None:
    write(people, draft)
    submitted(draft, people)
    service.send_back(draft, people["approver"], "The Welsh is old")
    write(people, draft, cy="Llawer llai.")
    assert for_release(draft.pk)[("A", "A1")]["cy"] == "Llawer llai."


def test_a_new_draft_carries_it_over_to_be_reviewed(draft: Release, people: People, signed_in: SignedIn) -> None:
    write(people, draft)
    write(people, draft, place=("A", ""))
    published(draft, people)
    second = service.draft(people["analyst"])
    page = signed_in("analyst").get(reverse("commentary:list")).content.decode()
    assert page.count(f"Carried over from R{draft.pk}, please review") == 2
    third = service.draft(people["analyst"])  # what nobody reviewed still says where it came from
    assert set(third.commentary.values_list("carried_from", flat=True)) == {draft.pk}
    assert for_release(third.pk) == for_release(second.pk) == for_release(draft.pk)

    one = third.commentary.get(indicator="A1")
    assert (
        "is kept as it is" in signed_in("analyst").post(reverse("commentary:keep", args=[one.pk]), follow=True).content.decode()
    )
    press(signed_in("analyst"), third, "A", text_en="New", text_cy="Newydd", version=1)
    assert not third.commentary.to_review().exists()
    told = Event.objects.filter(action="commentary.carry_over").order_by("pk").values_list("target_name", "detail__texts")
    assert list(told) == [(str(second), 2), (str(third), 2)]


def test_without_a_release_the_page_says_what_to_do(people: People, signed_in: SignedIn) -> None:
    assert "There is no release to write about" in signed_in("analyst").get(reverse("commentary:list")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_write_at_the_same_moment_and_one_is_told() -> None:
    people = make_people()
    load_examples(people["analyst"])
    release = service.draft(people["analyst"])
    start, told = threading.Barrier(2), []

    def run(text: str) -> None:
        try:
            start.wait(10)
            commentary.write(people["analyst"], release, ("A", ""), {"en": text, "cy": ""}, 0)
            told.append("saved")
        except commentary.CommentaryRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[text]) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["refused", "saved"]
    assert Event.objects.filter(action="commentary.write").count() == 1
