"""What people tell of words in files: remembered with a name, read from then on, never of who somebody is."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from indicators.extracts import service, terms
from indicators.extracts.layouts import layouts
from indicators.extracts.layouts.schema import PRIVATE, plain
from indicators.extracts.models import Extract, Problem, Term
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.extracts.terms import telling
from indicators.extracts.terms.known import HEADING, told_columns, told_for, told_layouts
from tests.conftest import People
from tests.extracts.visiting import SignedIn, page, words
from tests.working import run_jobs
from wales_framework.access.models import User
from wales_framework.audit.models import Event
from wales_framework.jobs.progress import silent

REASON = ("terminations", "reason")
STRANGE = "Moved to the other scheme"


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


@pytest.fixture
def user(people: People) -> User:
    return people["analyst"]


class TestTelling:
    def test_what_nobody_knows_means_nothing(self, db: None) -> None:
        assert terms.reason_reader()(STRANGE) is None
        assert terms.heading("terminations", "Why it stopped") is None
        assert terms.code_reader("sentences", "sex")("Z") is None

    def test_a_reason_is_read_as_it_was_told_however_it_is_written(self, user: User) -> None:
        telling.tell(user, *REASON, f"  {STRANGE} ", "neither")
        read = terms.reason_reader()
        assert {read(text) for text in (STRANGE, STRANGE.upper(), "moved-to the other scheme.")} == {"neither"}
        assert read("Expired (Normal)") == "successful"
        assert Term.objects.get().text == STRANGE

    def test_a_code_is_told_for_one_column_only(self, user: User) -> None:
        telling.tell(user, "sentences", "sentence_type", "Tag", "community_order")
        assert terms.code_reader("sentences", "sentence_type")("TAG") == "community_order"
        assert terms.code_reader("terminations", "order_type")("Tag") is None

    def test_what_is_said_of_a_person_is_told_for_every_source(self, user: User) -> None:
        telling.tell(user, "caseload", "ex_armed_services", "Navy", "Y")
        assert terms.code_reader("caseload", "ex_armed_services")("navy") == "Y"
        assert terms.code_reader("sentences", "ex_armed_services")("navy") == "Y"
        assert terms.code_reader("sentences", "care_experienced")("Navy") is None
        telling.tell(user, "sentences", "ex_armed_services", "Navy", "N")
        assert terms.code_reader("caseload", "ex_armed_services")("navy") == "N"
        assert Term.objects.count() == 1

    def test_an_area_is_told(self, user: User) -> None:
        telling.tell(user, "sentences", "area", "Valleys and coast", "W15000003")
        telling.tell(user, "sentences", "area", "Bristol", "unknown")
        read = terms.code_reader("sentences", "area")
        assert [read(text) for text in ("valleys & coast", "BRISTOL", "Gwent", "Leeds")] == [
            "W15000003",
            "unknown",
            "W15000002",
            None,
        ]
        with pytest.raises(telling.NotTellable):
            telling.tell(user, "sentences", "area", "Leeds", "K04000001")

    def test_a_heading_is_told_for_one_source_only(self, user: User) -> None:
        telling.tell(user, "terminations", HEADING, "Why it stopped", "reason")
        assert terms.heading("terminations", "WHY_IT_STOPPED") == "reason"
        assert terms.heading("sentences", "Why it stopped") is None

    def test_it_is_remembered_by_whom_and_when_and_can_be_changed_and_taken_back(self, user: User, people: People) -> None:
        before = timezone.now()
        term = telling.tell(user, *REASON, STRANGE, "neither")
        assert (term.set_by, term.set_at >= before) == (user, True)
        telling.tell(user, *REASON, STRANGE.lower(), "unsuccessful")
        assert terms.reason_reader()(STRANGE) == "unsuccessful"
        telling.tell(user, *REASON, STRANGE, "unsuccessful")  # nothing new, so nothing to tell of it
        telling.take_back(user, Term.objects.get())
        assert terms.reason_reader()(STRANGE) is None
        told = Event.objects.filter(action__startswith="term.").order_by("pk")
        assert [(event.action, event.user, event.detail["before"], event.detail["meaning"]) for event in told] == [
            ("term.tell", user, None, "neither"),
            ("term.tell", user, "neither", "unsuccessful"),
            ("term.take_back", user, "unsuccessful", None),
        ]

    def test_what_is_known_is_not_told_otherwise(self, user: User) -> None:
        for source, column, text, meaning, known in [
            (*REASON, "recalled", "neither", "unsuccessful"),
            ("sentences", "sex", "female", "M", "F"),
            ("sentences", HEADING, "Gender", "area", "sex"),
        ]:
            with pytest.raises(telling.AlreadyKnown) as refusal:
                telling.tell(user, source, column, text, meaning)
            assert refusal.value.meaning == known
        assert not Term.objects.exists()
        assert not Event.objects.filter(action__startswith="term.").exists()

    @pytest.mark.parametrize(
        ("source", "column", "text", "meaning"),
        [
            ("published", "measure", "Things", "sentences_started"),
            ("nothing", "reason", STRANGE, "neither"),
            ("terminations", "charity", STRANGE, "neither"),
            (*REASON, STRANGE, "middling"),
            (*REASON, " -.- ", "neither"),
            (*REASON, "a" * (Term.LONGEST + 1), "neither"),
            ("interventions", "intervention", "Boxing", "other"),
        ],
    )
    def test_what_cannot_be_told(self, user: User, source: str, column: str, text: str, meaning: str) -> None:
        with pytest.raises(telling.NotTellable):
            telling.tell(user, source, column, text, meaning)

    @pytest.mark.parametrize("name", ["member", "approver", "board", "administrator", "nobody"])
    def test_only_analysts_tell(self, people: People, name: str) -> None:
        with pytest.raises(PermissionDenied):
            telling.tell(people[name], *REASON, STRANGE, "neither")
        term = telling.tell(people["analyst"], *REASON, STRANGE, "neither")
        with pytest.raises(PermissionDenied):
            telling.take_back(people[name], term)


class TestPeople:
    """Nothing that tells who somebody is becomes a term."""

    def test_no_column_about_who_somebody_is_can_be_told_of(self, user: User) -> None:
        for layout in layouts():
            for column in layout.columns:
                if column.type in (*PRIVATE, "date", "text"):
                    with pytest.raises(telling.NotTellable):
                        telling.tell(user, layout.source, column.name, "anything", "Y")

    @pytest.mark.parametrize(
        "text", ["X123456", "recalled, see X123456", "A1234BC", "2003/0012345A", "01/02/1980", "born 1.2.80", "1980-02-01"]
    )
    @pytest.mark.parametrize("column", [HEADING, "reason"])
    def test_a_number_of_a_person_or_a_date_is_refused(self, user: User, text: str, column: str) -> None:
        with pytest.raises(telling.Personal):
            telling.tell(user, "terminations", column, text, "reason" if column == HEADING else "neither")

    @given(
        st.one_of(
            st.from_regex(r"[A-Z][0-9]{6}", fullmatch=True),
            st.from_regex(r"[A-Z][0-9]{4}[A-Z]{2}", fullmatch=True),
            st.from_regex(r"(19|20)[0-9]{2}/[0-9]{7}[A-Z]", fullmatch=True),
            st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
            st.dates().map(date.isoformat),
        ),
        st.text("abc ,", max_size=5),
    )
    def test_of_any_such_number(self, number: str, around: str) -> None:
        with pytest.raises(telling.Personal):
            telling.check(*REASON, f"{around} {number} {around}", "neither")


def file_of(change: dict[str, str], heading: dict[str, str] | None = None) -> bytes:
    """The example of terminations with some reasons and headings replaced."""
    rows = list(csv.reader((EXAMPLES / "terminations_invented.csv").read_text().splitlines()))
    head = [(heading or {}).get(cell, cell) for cell in rows[0]]
    text = io.StringIO()
    csv.writer(text).writerows([head, *([change.get(cell, cell) for cell in row] for row in rows[1:])])
    return text.getvalue().encode()


def checked(user: User, content: bytes) -> Extract:
    """Received, declared and checked in this process."""
    extract = service.receive(io.BytesIO(content), "terminations.csv", user)
    service.declare(
        extract,
        user,
        source="terminations",
        first_period="2023Q1",
        last_period="2023Q2",
        as_at=date(2023, 12, 31),
        in_background=False,
    )
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


class TestPages:
    def test_an_analyst_tells_what_a_files_words_mean_and_has_it_checked_again(self, user: User, signed_in: SignedIn) -> None:
        analyst = signed_in("analyst")
        extract = checked(user, file_of({"Died": STRANGE, "Revoked": "Gone; away", "Cardiff": "Roath"}))
        assert extract.state == Extract.State.FAILED
        address = reverse("extracts:unknown-terms", args=[extract.pk])
        assert address in page(analyst, extract).content.decode()

        asked = analyst.get(address)
        fields = {field.label: field.html_name for field in asked.context["form"]}
        assert set(fields) == {STRANGE, "Gone; away", "Roath"}
        assert "X000" not in words(asked) and "INVENTED" not in words(asked)

        analyst.post(
            address,
            {fields[STRANGE]: "neither", fields["Gone; away"]: "unsuccessful", fields["Roath"]: "W06000015", "check": "1"},
        )
        run_jobs()
        extract.refresh_from_db()
        assert extract.state == Extract.State.READY
        assert not extract.problems.exists()
        assert set(Term.objects.values_list("text", "meaning", "set_by__username")) == {
            (STRANGE, "neither", "analyst"),
            ("Gone; away", "unsuccessful", "analyst"),
            ("Roath", "W06000015", "analyst"),
        }

    def test_a_heading_is_told_in_the_same_way(self, user: User, signed_in: SignedIn) -> None:
        analyst = signed_in("analyst")
        extract = checked(user, file_of({}, {"reason": "Why it stopped"}))
        assert extract.state == Extract.State.FAILED
        address = reverse("extracts:unknown-terms", args=[extract.pk])
        (field,) = analyst.get(address).context["form"]
        assert (field.label, field.help_text) == ("Why it stopped", "A heading of the file")
        analyst.post(address, {field.html_name: "reason", "check": "1"})
        run_jobs()
        extract.refresh_from_db()
        assert not extract.problems.filter(level=Problem.Level.FAIL).exists()

    def test_what_is_left_blank_stays_unknown_and_nothing_is_checked_unasked(self, user: User, signed_in: SignedIn) -> None:
        analyst = signed_in("analyst")
        extract = checked(user, file_of({"Died": STRANGE}))
        address = reverse("extracts:unknown-terms", args=[extract.pk])
        name = f"reason|{plain(STRANGE)}"
        assert analyst.post(address, {name: "of course"}).status_code == 200
        analyst.post(address, {name: ""})
        assert not Term.objects.exists()
        analyst.post(address, {name: "neither"})
        analyst.post(address, {name: ""})
        assert not Term.objects.exists()
        extract.refresh_from_db()
        assert extract.state == Extract.State.FAILED

    def test_an_extract_without_such_words_has_no_such_page(self, user: User, signed_in: SignedIn) -> None:
        extract = checked(user, file_of({}))
        answer = signed_in("analyst").get(reverse("extracts:unknown-terms", args=[extract.pk]))
        assert answer["Location"] == reverse("extracts:detail", args=[extract.pk])
        assert "Say what these words mean" not in words(page(signed_in("analyst"), extract))

    def test_a_word_is_told_changed_and_taken_back_by_hand(self, signed_in: SignedIn) -> None:
        analyst = signed_in("analyst")
        column = reverse("extracts:term", args=REASON)
        tell = reverse("extracts:tell", args=REASON)
        told = words(analyst.post(tell, {"text": STRANGE, "meaning": "neither"}, follow=True))
        assert f"“{STRANGE}” now means “Neither”" in told
        assert "analyst" in told
        term = Term.objects.get()
        assert analyst.get(column, {"change": term.pk}).context["form"].initial == {"text": STRANGE, "meaning": "neither"}
        assert analyst.get(column, {"change": "x"}).context["form"].initial == {}
        wrong = analyst.post(tell, {"text": "Recall", "meaning": "neither"})
        assert "This is known already: it means “Unsuccessful”." in words(wrong)
        wrong = analyst.post(tell, {"text": "see X123456", "meaning": "neither"})
        assert "holds a date or the number of a person" in words(wrong)
        assert STRANGE in words(analyst.get(reverse("extracts:terms")))
        analyst.post(reverse("extracts:take-back", args=[term.pk]))
        assert not Term.objects.exists()

    def test_approvers_read_and_cannot_tell(self, user: User, signed_in: SignedIn) -> None:
        telling.tell(user, *REASON, STRANGE, "neither")
        answer = signed_in("approver").get(reverse("extracts:term", args=REASON))
        assert STRANGE in words(answer)
        assert "Early good progress" in words(answer)
        assert "<form" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]

    def test_every_column_that_can_be_told_of_has_its_page_in_both_languages(self, signed_in: SignedIn) -> None:
        client = signed_in("analyst")
        overview = client.get(reverse("extracts:terms"))
        listed = {(source["source"], name) for source in overview.context["sources"] for name, _told in source["columns"]}
        for layout in told_layouts():
            places = {(told_for(layout, column.name), column.name) for column in told_columns(layout)}
            assert {(layout.source, "headings"), *places} <= listed
        for place in listed:
            answer = client.get(reverse("extracts:term", args=place))
            assert answer.status_code == 200
            welsh = client.get(answer.context["languages"][1]["url"])
            assert 'lang="cy"' in welsh.content.decode()

    @pytest.mark.parametrize(
        "place",
        [
            ("sentences", "person_id"),
            ("sentences", "date_of_birth"),
            ("published", "measure"),
            ("nothing", "reason"),
            ("profile", "headings"),
        ],
    )
    def test_there_is_no_page_for_anything_else(self, signed_in: SignedIn, place: tuple[str, str]) -> None:
        client: Client = signed_in("analyst")
        assert client.get(reverse("extracts:term", args=place)).status_code == 404
        assert client.post(reverse("extracts:tell", args=place), {"text": "a", "meaning": "b"}).status_code == 404
