"""Every address exists in both languages, and each leads to the other."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse, translate_url
from django.utils import translation

VALUES = {"int": 7, "str": "A1", "slug": "a-plan", "uuid": uuid.UUID("12345678-1234-5678-1234-567812345678"), "path": "a/b"}
KINDS = {
    "IntConverter": "int",
    "StringConverter": "str",
    "SlugConverter": "slug",
    "UUIDConverter": "uuid",
    "PathConverter": "path",
}


def named(
    patterns: list[Any], namespace: str = "", asked: dict[str, object] | None = None
) -> Iterator[tuple[str, dict[str, object]]]:
    """The name of each address with values for what it asks for."""
    for entry in patterns:
        values = {**(asked or {}), **sample(entry)}
        if isinstance(entry, URLResolver):
            yield from named(entry.url_patterns, namespace + (f"{entry.namespace}:" if entry.namespace else ""), values)
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, values


def sample(entry: URLPattern | URLResolver) -> dict[str, object]:
    converters = getattr(entry.pattern, "converters", {})
    if converters:
        return {name: VALUES[KINDS[type(converter).__name__]] for name, converter in converters.items()}
    return dict.fromkeys(entry.pattern.regex.groupindex, "ab1")


ADDRESSES = sorted(dict(named(get_resolver().url_patterns)).items())


def in_language(code: str, name: str, values: dict[str, object]) -> str:
    with translation.override(code):
        return reverse(name, kwargs=values)


def test_there_are_addresses_to_try() -> None:
    assert {"dashboards:group", "extracts:problem", "account_login"} <= {name for name, values in ADDRESSES}


@pytest.mark.parametrize(("name", "values"), ADDRESSES, ids=[name for name, values in ADDRESSES])
def test_an_address_leads_to_the_same_page_in_the_other_language(name: str, values: dict[str, object]) -> None:
    english, welsh = in_language("en", name, values), in_language("cy", name, values)
    with translation.override("en"):
        assert resolve(english).view_name == name
        assert translate_url(english, "cy") == welsh
    with translation.override("cy"):
        assert resolve(welsh).view_name == name
        assert translate_url(welsh, "en") == english


@pytest.mark.parametrize(("name", "values"), ADDRESSES, ids=[name for name, values in ADDRESSES])
def test_an_address_keeps_to_plain_letters(name: str, values: dict[str, object]) -> None:
    assert re.fullmatch(r"[A-Za-z0-9/_.-]*", in_language("cy", name, values))


@pytest.mark.parametrize("code", ["en", "cy"])
def test_no_two_pages_share_an_address(code: str) -> None:
    addresses = [in_language(code, name, values) for name, values in ADDRESSES]
    assert len(set(addresses)) == len(addresses)


def test_the_words_of_an_address_are_welsh() -> None:
    assert in_language("cy", "dashboards:group", {"code": "A"}) == "/cy/grwpiau/A/"
    assert in_language("cy", "dashboards:indicator", {"code": "A1"}) == "/cy/dangosyddion/A1/"
    assert in_language("cy", "accessibility", {}) == "/cy/hygyrchedd/"


def test_an_address_asks_for_what_it_names() -> None:
    with pytest.raises(NoReverseMatch):
        in_language("cy", "dashboards:group", {})
