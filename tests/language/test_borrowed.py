"""What Django, allauth and REST framework say to readers is said in Welsh, and said well."""

import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import allauth.account
import django.contrib.auth.forms
import django.core.validators
import django.forms.fields
import django.forms.formsets
import django.forms.models
import pytest
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from rest_framework import exceptions

from wales_framework.access.forms import AcceptForm, AddPersonForm, ChangePersonForm
from wales_framework.access.models import User
from wales_framework.language import borrowed, catalogues

# The same in both languages.
SAME = {"IPv4", "IPv6"}


class Fives(dict[str, int]):
    """Whatever a plural counts, there are five of it."""

    def __missing__(self, name: str) -> int:
        return 5


def text(message: object) -> str:
    """A message as a reader has it in the active language; a lazy plural has no text before it is given its number."""
    if isinstance(message, Promise) and not str(message):
        return str(message % Fives())
    return str(message)


def in_english_under_cy(messages: Iterable[object]) -> list[str]:
    found = []
    for message in messages:
        with translation.override("en"):
            english = text(message)
        with translation.override("cy"):
            welsh = text(message)
        assert english
        if english == welsh and english not in SAME:
            found.append(english)
    return found


def classes(module: ModuleType, base: type) -> Iterator[Any]:
    return (value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, base))


def errors_of_fields() -> Iterator[object]:
    for module in (django.forms.fields, django.forms.models):
        for field in classes(module, forms.Field):
            for kind in field.__mro__:
                yield from getattr(kind, "default_error_messages", {}).values()
    yield from django.forms.formsets.BaseFormSet.default_error_messages.values()


def errors_of_validators() -> Iterator[object]:
    for value in vars(django.core.validators).values():
        message = getattr(value, "message", None)
        if isinstance(message, (str, Promise)):
            yield message
        yield from getattr(value, "messages", {}).values() if isinstance(getattr(value, "messages", None), dict) else ()


def errors_of_account_forms() -> Iterator[object]:
    for form in classes(django.contrib.auth.forms, forms.BaseForm):
        yield from getattr(form, "error_messages", {}).values()
    yield from get_adapter().error_messages.values()
    for module in pkgutil.iter_modules(allauth.account.__path__):
        if module.name in ("forms", "fields"):
            for form in classes(import_module(f"allauth.account.{module.name}"), forms.BaseForm):
                yield from getattr(form, "error_messages", {}).values()


@pytest.mark.parametrize("source", [errors_of_fields, errors_of_validators, errors_of_account_forms])
def test_no_form_finds_fault_in_english(source: Any) -> None:
    messages = list(source())
    assert len(messages) > 20
    assert in_english_under_cy(messages) == []


def faults_of_passwords() -> list[str]:
    """What the configured validators say of passwords that each of them refuses, and what they advise."""
    person = User(username="rhiannon", email="rhiannon@example.org")
    said = []
    for password in ("a", "password1234", "rhiannon@example.org"):
        with pytest.raises(ValidationError) as refused:
            password_validation.validate_password(password, person)
        said += refused.value.messages
    return said + password_validation.password_validators_help_texts()


def test_passwords_are_refused_in_welsh() -> None:
    with translation.override("en"):
        english = faults_of_passwords()
    with translation.override("cy"):
        welsh = faults_of_passwords()
    assert len(english) >= 6
    assert not set(english) & set(welsh)


@pytest.mark.parametrize("form", [AcceptForm, AddPersonForm, ChangePersonForm])
def test_the_forms_for_people_have_welsh_labels_and_hints(form: type[forms.BaseForm]) -> None:
    fields = form().fields.values()
    labels = [label for field in fields for label in (field.label, field.help_text) if isinstance(label, Promise)]
    assert labels
    assert in_english_under_cy(labels) == []


def test_the_api_refuses_in_welsh() -> None:
    said = [refusal.default_detail for refusal in classes(exceptions, exceptions.APIException)]
    assert in_english_under_cy(said) == []


@pytest.mark.parametrize(
    "name", ["logged_in", "logged_out", "password_changed", "password_set", "email_confirmed", "email_deleted"]
)
def test_notices_about_the_account_are_welsh(name: str) -> None:
    person = {"user": User(username="rhiannon"), "email": "rhiannon@example.org"}
    said = {}
    for code in ("en", "cy"):
        with translation.override(code):
            said[code] = render_to_string(f"account/messages/{name}.txt", person).strip()
    assert said["cy"] != said["en"] or said["en"] == ""


def names_of(module: ModuleType) -> set[str]:
    """Every message that the module's source asks a translation of, and of a plural its singular."""
    return {message if isinstance(message, str) else message[0] for message in _extracted(module)}


def _extracted(module: ModuleType) -> Iterator[Any]:
    from babel.messages.extract import extract_from_file

    for _, message, _, _ in extract_from_file("python", inspect.getfile(module), keywords=catalogues.KEYWORDS):
        yield message


def test_what_is_borrowed_is_still_what_the_libraries_say() -> None:
    """A sentence that a new version words differently would stand here in vain."""
    libraries = [
        "django.forms.fields", "django.forms.models", "django.forms.formsets", "django.forms.utils",
        "django.core.validators", "django.contrib.auth.forms", "django.contrib.auth.models", "django.contrib.auth.validators",
        "django.contrib.auth.password_validation", "django.db.models.fields", "django.utils.dates",
        "allauth.account.adapter", "allauth.account.forms", "allauth.account.fields", "allauth.account.models",
        "rest_framework.exceptions",
    ]  # fmt: skip
    said = set().union(*(names_of(import_module(name)) for name in libraries))
    notices = set(borrowed.ALLAUTH_NOTICES)
    assert names_of(borrowed) - notices - said == set()


def test_notices_borrowed_are_those_of_the_templates() -> None:
    from pathlib import Path

    folder = Path(allauth.account.__file__).parents[1] / "templates" / "account" / "messages"
    said = set()
    for file in folder.glob("*.txt"):
        with file.open("rb") as opened:
            said |= {message for _, _, message, _ in catalogues.extract_template(opened, catalogues.KEYWORDS, (), {})}
    assert set(borrowed.ALLAUTH_NOTICES) <= said


def test_months_are_welsh() -> None:
    import datetime

    with translation.override("cy"):
        days = [date_format(datetime.date(2026, month, 1), "j F Y") for month in MONTHS]
    assert days[:3] == ["1 Ionawr 2026", "1 Chwefror 2026", "1 Mawrth 2026"]
    assert days[6:8] == ["1 Gorffennaf 2026", "1 Awst 2026"]
    assert in_english_under_cy(MONTHS.values()) == []


def test_numbers_are_written_alike_in_both_languages() -> None:
    for code in ("en", "cy"):
        with translation.override(code):
            assert (localize(1234567), localize(28.0)) == ("1,234,567", "28.0")
