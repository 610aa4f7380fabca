"""Layouts are data: every file loads, and a heading is known however it is written; records are filled, examples load."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from indicators.catalogue import code_lists
from indicators.extracts import service
from indicators.extracts.codes import known_codes, named_codes, nearest_period, reader
from indicators.extracts.layouts import Layout, layout, layouts
from indicators.extracts.layouts.accessors import HERE
from indicators.extracts.layouts.schema import PERSON, PRIVATE, person_columns, plain
from indicators.extracts.models import Extract, Problem
from indicators.extracts.pages.uploading import EXAMPLES
from indicators.records.store import COUNTS, RECORDS
from priority_groups.content import ContentError, load_yaml
from tests.conftest import People
from tests.extracts.visiting import SignedIn, words
from wales_framework.jobs.progress import silent


def test_every_layout_loads_and_has_its_examples() -> None:
    assert [found.source for found in layouts()] == [
        "published",
        "sentences",
        "terminations",
        "index_events",
        "proven_offences",
        "caseload",
        "assessments",
        "interventions",
        "referrals",
        "prosecutions",
    ]
    for found in layouts():
        assert all((EXAMPLES / example.file).is_file() for example in found.examples)
        texts = [found.title, found.description, found.row_is, *(column.description for column in found.columns)]
        assert all(text.en and text.cy for text in texts)


@pytest.mark.parametrize(
    "heading", ["area_code", "Area code", "AREA-CODE", " area  code ", "AreaCode", "Area", "Police Force Area"]
)
def test_headings_are_known_however_they_are_written(heading: str) -> None:
    column = layout("published").named(heading)
    assert column is not None
    assert column.name == "area_code"


def test_a_source_without_layout_is_an_error() -> None:
    with pytest.raises(KeyError):
        layout("something")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("natural_key: [cohort, ", "natural_key: [cohorts, ", "'cohorts' is not a column"),
        ("aliases: [group, population]", "aliases: [measure]", "share a spelling"),
        ("    codes: measures\n", "", "`codes` belongs to type code"),
    ],
)
def test_a_wrong_layout_says_where_and_why(tmp_path: object, old: str, new: str, reason: str) -> None:
    text = (HERE / "published.yaml").read_text()
    assert old in text
    file = tmp_path / "published.yaml"
    file.write_text(text.replace(old, new))
    with pytest.raises(ContentError, match=reason):
        load_yaml(file, Layout)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023 Q1", "2023Q1"),
        ("Q3 2019", "2019Q3"),
        ("2022/23", "YE2023-03"),
        ("2022-23", "YE2023-03"),
        ("1999/2000", "YE2000-03"),
        ("2019", "YE2019-12"),
        ("2018-11", "YE2018-12"),
        ("2018-03", "YE2018-03"),
        ("soon", ""),
    ],
)
def test_the_period_that_was_probably_meant_is_suggested(text: str, code: str) -> None:
    assert nearest_period(text) == code


def test_every_column_of_a_record_is_filled_by_one_of_its_file() -> None:
    for source, model in {**RECORDS, **COUNTS}.items():
        kept = {field.name for field in model._meta.concrete_fields} - {"slice", "row"}
        stored = [column.stores for column in layout(source).columns if column.stores is not None]
        assert sorted(stored) == sorted(kept), source


def test_nothing_that_tells_who_somebody_is_is_stored_as_it_came() -> None:
    private = {(column.name, column.stores) for found in layouts() for column in found.columns if column.type in PRIVATE}
    assert {stores for _name, stores in private} == {"person", "age", None}
    assert all(name.endswith("_id") for name, stores in private if stores is None)


def test_what_must_be_filled() -> None:
    for found in layouts():
        for column in found.columns:
            assert not (column.required and column.must_exist), (found.source, column.name)
            if column.type in ("person", "identifier") or column.name == found.period:
                assert column.required, (found.source, column.name)
            if column.type in ("flag", "score", "birth"):
                assert column.must_exist, (found.source, column.name)
    optional = {column.name for column in layout("index_events").columns if not (column.required or column.must_exist)}
    assert optional == {"predicted_rate"}


def test_the_example_of_a_column_is_one_that_it_takes() -> None:
    for found in layouts():
        for column in found.columns:
            if column.type == "code" and column.example:
                assert reader(column)(column.example) in known_codes(column.codes or ""), (found.source, column.name)
            if column.type == "date":
                assert re.fullmatch(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", column.example), (found.source, column.name)
            assert column.longest is None or len(column.example) <= column.longest


@pytest.mark.parametrize(
    ("source", "heading", "column"),
    [
        ("sentences", "CRN", "person_id"),
        ("sentences", "PNC ID", "person_id"),
        ("sentences", "Nomis no.", "person_id"),
        ("sentences", "DoB", "date_of_birth"),
        ("sentences", "Date of birth", "date_of_birth"),
        ("sentences", "Gender", "sex"),
        ("sentences", "Ethnicity code", "ethnicity"),
        ("sentences", "Ethnicity (18+1)", "ethnicity"),
        ("caseload", "Ex Forces", "ex_armed_services"),
        ("caseload", "Veteran", "ex_armed_services"),
        ("caseload", "Care leaver", "care_experienced"),
        ("caseload", "Looked-after child", "care_experienced"),
        ("caseload", "Dependent children", "children_under_18"),
        ("caseload", "DA perpetrator", "domestic_abuse_perpetrator"),
        ("caseload", "Local authority", "area"),
        ("caseload", "PDU", "area"),
        ("sentences", "Sentence date", "start_date"),
        ("sentences", "Disposal", "sentence_type"),
        ("terminations", "Termination reason", "reason"),
        ("terminations", "Disposal", "order_type"),
        ("index_events", "OGRS4/G 1 year", "predicted_rate"),
        ("proven_offences", "Conviction date", "sanction_date"),
        ("proven_offences", "E&W", "in_england_wales"),
        ("assessments", "Section 4 score", "ete"),
        ("assessments", "S12 score", "attitudes"),
        ("assessments", "OASys version", "version"),
        ("interventions", "Status", "stage"),
        ("referrals", "Referred by", "referrer"),
        ("prosecutions", "Police Force Area", "area_code"),
    ],
)
def test_headings_of_real_files_are_known(source: str, heading: str, column: str) -> None:
    found = layout(source).named(heading)
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize(
    ("code", "text", "meaning"),
    [
        ("sex", "Female", "F"),
        ("sex", "REF", "not_stated"),
        ("ethnicity_group", "White: English/Welsh/Scottish/Northern Irish/British", "white"),
        ("ethnicity_group", "White - British", "white"),
        ("ethnicity_group", "w3", "white"),
        ("ethnicity_group", "Mixed: White & Asian", "mixed"),
        ("ethnicity_group", "Asian or Asian British (Indian)", "asian"),
        ("ethnicity_group", "MERGE", "not_stated"),
        ("sentence_type", "ORA Community Order", "community_order"),
        ("sentence_type", "ORA Adult Custody (inc PSS)", "immediate_custody"),
        ("order_type", "On licence", "licence"),
        ("index_type", "Release from prison", "custody_release"),
        ("flag", "NA", "not_recorded"),  # what programs write for a missing value
        ("flag", "N/A", "not_recorded"),
        ("flag", "Nac oes", "N"),
        ("flag", "true", "Y"),
        ("stage", "Commenced", "started"),
        ("referrer", "Probation Service", "probation"),
        ("strand", "So-called honour-based abuse", "honour_based_violence"),
    ],
)
def test_codes_of_real_files_are_known(code: str, text: str, meaning: str) -> None:
    found = next((column for each in layouts() for column in each.columns if column.codes == code), None)
    known = {plain(spelling): category.code for category in code_lists()[code] for spelling in (category.code, *category.aliases)}
    assert (reader(found)(text) if found is not None else known.get(plain(text))) == meaning


def test_no_spelling_means_two_codes() -> None:
    for name, categories in code_lists().items():
        taken: dict[str, str] = {}
        for category in categories:
            for spelling in (category.code, *category.aliases, category.label.en, category.label.cy or category.label.en):
                assert plain(spelling), (name, spelling)
                assert taken.setdefault(plain(spelling), category.code) == category.code, (name, spelling)


@pytest.mark.parametrize(
    ("source", "old", "new", "reason"),
    [
        ("proven_offences", "about: person\n", "", "records, and nothing else, are about a person"),
        ("prosecutions", "kind: counts", "kind: counts\nabout: person", "records, and nothing else, are about a person"),
        ("sentences", "slice: [start_date]", "slice: [sentence_id]", "is the column that tells the period"),
        ("sentences", "    stores: start_date\n", "    stores: sentence_type\n", "two columns fill 'sentence_type'"),
        ("caseload", "    type: date\n", "    type: text\n", "'snapshot_date' is no date"),
        ("prosecutions", "    type: count\n", "    type: score\n", "has a type that belongs to records"),
        ("prosecutions", "kind: counts", "kind: figures", "`stores` belongs to counts and records"),
        ("sentences", "aliases: [sentence number, ", "aliases: [CRN, ", "share a spelling"),
    ],
)
def test_wrong_layouts_of_records_say_where_and_why(tmp_path: Path, source: str, old: str, new: str, reason: str) -> None:
    text = (HERE / f"{source}.yaml").read_text()
    assert old in text
    file = tmp_path / f"{source}.yaml"
    file.write_text(text.replace(old, new))
    with pytest.raises(ContentError, match=reason):
        load_yaml(file, Layout)


def test_the_shared_columns_are_those_of_every_profile() -> None:
    assert PERSON.is_file()
    for found in layouts():
        shared = {"profile": person_columns(), "person": person_columns()[:1], "nobody": ()}[found.about]
        assert found.columns == (*shared, *found.own)


@pytest.mark.parametrize("source", [found.source for found in layouts() if found.kind != "figures"])
def test_the_example_loads_without_anything_to_say_of_it(source: str, people: People, own_files: Path) -> None:
    (example,) = layout(source).examples
    content = (EXAMPLES / example.file).read_bytes()
    extract = service.receive(io.BytesIO(content), example.file, people["analyst"])
    as_at = date(2024, 1, 31)
    service.declare(extract, people["analyst"], source=source, first_period="", last_period="", as_at=as_at, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    assert list(extract.problems.values_list("check_name", flat=True)) == []
    assert extract.state == Extract.State.READY
    service.accept(extract, people["analyst"], (), in_background=False)
    service.load(extract.pk, silent)
    extract.refresh_from_db()
    assert extract.state == Extract.State.LOADED
    assert extract.rows == content.count(b"\n") - 1
    assert not Problem.objects.exists()


@pytest.mark.parametrize("source", [found.source for found in layouts()])
def test_the_page_of_a_layout_tells_its_columns_and_codes_in_both_languages(source: str, signed_in: SignedIn) -> None:
    client = signed_in("approver")
    found = layout(source)
    address = reverse("extracts:layout", args=[source])
    assert address in client.get(reverse("extracts:layouts")).content.decode()
    for language in ("en", "cy"):
        with override(language):
            page = words(client.get(reverse("extracts:layout", args=[source])))
            texts = [found.title, found.row_is, found.examples[0].title, *(column.description for column in found.columns)]
            codes = [name for column in found.columns for code_and_label in named_codes(column) for name in code_and_label]
            missing = [text for text in [*map(str, texts), *codes] if " ".join(text.split()) not in page]
        assert missing == [], language
