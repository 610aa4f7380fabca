"""Forms as people meet them: each control has its name, its hint and its error, for eyes and for screen readers."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from wales_framework.forms import DateField, Field


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


UNWANTED = {"placeholder": "Name", "autofocus": True}


class Everything(forms.Form):
    file = forms.FileField(label="Extract")
    name = forms.CharField(label="Name", help_text="As in the file", widget=forms.TextInput(attrs=UNWANTED))
    size = forms.CharField(label="Size", widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    drawn = DateField(label="Drawn on")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label="Areas", choices=[("n", "North")], widget=forms.CheckboxSelectMultiple, required=False
    )
    source = forms.ChoiceField(label="Source", choices=[("p", "Published")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="I accept")
    key = forms.CharField(label="Password", widget=forms.PasswordInput)
    own = forms.CharField(label="Own", error_messages={"required": "Say it in your own words."})
    step = forms.CharField(widget=forms.HiddenInput, initial="2")

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("Nobody is not a name.")


def test_every_control_has_the_class_of_its_component() -> None:
    form = Everything()
    assert 'class="govuk-input"' in str(form["name"])
    assert 'class="govuk-input govuk-input--width-5"' in str(form["size"])
    assert 'class="govuk-select"' in str(form["source"])
    assert 'class="govuk-textarea"' in str(form["note"])
    assert 'class="govuk-file-upload"' in str(form["file"])
    assert "govuk-radios__input" in str(form["kind"])
    assert "govuk-checkboxes__input" in str(form["areas"])
    assert "govuk-checkboxes__input" in str(form["sure"])
    assert "class" not in str(form["step"])


def test_hint_and_error_belong_to_their_control() -> None:
    form = Everything({}, {})
    html = form["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html


def test_group_of_choices_is_described_as_a_whole() -> None:
    html = Everything({}, {})["kind"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind_error">' in html
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Kind</legend>' in html


@pytest.mark.parametrize("attribute", UNWANTED)
def test_what_gets_into_peoples_way_is_left_out(attribute: str) -> None:
    assert attribute not in str(Everything()["name"])


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = Everything()
    assert "Note (optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("file", "Choose a file."),
        ("name", "Fill in: Name."),
        ("kind", "Choose: Kind."),
        ("sure", "Tick “I accept” to go on."),
        ("own", "Say it in your own words."),
    ],
)
def test_empty_field_says_which_one_it_is(field: str, sentence: str) -> None:
    assert Everything({}, {}).errors[field] == [sentence]


def test_link_of_the_summary_reaches_the_first_choice_of_a_group() -> None:
    kind, name = Everything({}, {})["kind"], Everything({}, {})["name"]
    assert isinstance(kind, Field)
    assert isinstance(name, Field)
    assert kind.first_id == "id_kind_0"
    assert 'id="id_kind_0"' in str(kind)
    assert name.first_id == "id_name"


def test_day_is_sent_the_same_way_in_any_language() -> None:
    form = Everything(initial={"drawn": date(2024, 11, 3)})
    assert 'type="date"' in str(form["drawn"])
    assert 'value="2024-11-03"' in str(form["drawn"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Enter a real date with the day first, such as 31/12/2024."),
        ("cy", "Rhowch ddyddiad go iawn gyda'r diwrnod yn gyntaf, megis 31/12/2024."),
    ],
)
def test_a_day_is_typed_with_the_day_first_in_both_languages(language: str, sentence: str) -> None:
    with translation.override(language):
        assert Everything({"drawn": "05/04/2024"}).fields["drawn"].clean("05/04/2024") == date(2024, 4, 5)
        assert Everything({"drawn": "04/31/2024"}).errors["drawn"] == [sentence]


def test_errors_of_the_whole_form_and_hidden_fields_are_rendered() -> None:
    data = {
        "name": "nobody",
        "size": "1",
        "drawn": "2024-11-03",
        "kind": "a",
        "source": "p",
        "sure": "on",
        "key": "k",
        "own": "o",
    }
    form = Everything({**data, "own": "o", "step": "2"}, {"file": SimpleUploadedFile("a.csv", b"a")})
    html = str(form)
    assert "Nobody is not a name." in html
    assert 'id="form-errors"' in html
    assert 'type="hidden" name="step" value="2"' in html


def test_markup_in_a_label_is_text() -> None:
    class Sly(forms.Form):
        name = forms.CharField(label="<b>Name</b>")

    assert "<b>" not in str(Sly())
