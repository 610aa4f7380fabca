"""The third side of the table of who is answered where: the method. And every address that changes something wants its token."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.access.test_roles import OPEN, TABLE, address_of, each_alone, names, places  # noqa: F401 - a fixture among them
from tests.conftest import PASSWORD, People

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
READING = {"GET", "HEAD"}
# Addresses that show a form and take it. Every other one of the table takes either reading or POST, as the table says.
FORMS = {
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_edit_webauthn",
    "mfa_remove_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "tokens:list", "events:record", "events:change", "events:take-back", "events:rebase", "events:withdraw-rebase",
    "commentary:group", "commentary:indicator", "releases:correction", "releases:withdraw",
    "extracts:upload", "extracts:confirm", "plans:add", "plans:update", "access:invite", "access:change",
    "access:change-roles", "signals:series",
    "extracts:unknown-terms", "extracts:undo", "extracts:put-back", "extracts:discard",
}  # fmt: skip
# Programs may ask what an address of the API is, and send extracts; nobody may change or remove anything by these methods.
API = {"OPTIONS"}
API_POST = {"api-extracts:all"}
REFUSED = {301, 302, 401, 403, 404, 405}


def methods_of(name: str) -> set[str]:
    """Those that are answered at this address to whoever may ask there."""
    if name in FORMS:
        return {*READING, "POST"}
    first = READING if TABLE[name].method == "get" else {"POST"}
    return first | ({"POST"} if name in API_POST else set()) | (API if name.startswith("api") else set())


def test_what_takes_forms_stands_in_the_table() -> None:
    assert set(TABLE) >= FORMS | API_POST


def test_a_method_that_an_address_does_not_take_is_refused_to_those_who_may_ask(
    places: dict[str, object],  # noqa: F811
    signed_in: Callable[[str], Client],
) -> None:
    clients: dict[str, Client] = {}
    wrong = []
    for name, expected in TABLE.items():
        role = expected.roles[0]
        client = clients[role] if role in clients else clients.setdefault(role, signed_in(role))
        for method in METHODS:
            if method in methods_of(name) or (name.startswith("mfa_") and method == "POST"):
                continue  # the sign-in library's pages say for themselves where they take a form
            with each_alone():
                status = client.generic(method, address_of(name, places)).status_code
            if status != 405:
                wrong.append(f"{method} {name}: {status} instead of 405")
    assert not wrong


def test_a_form_is_taken_where_one_is_shown(places: dict[str, object], signed_in: Callable[[str], Client]) -> None:  # noqa: F811
    """Empty as it is here it is told what is missing, or changes what may be changed without a word."""
    wrong = []
    for name in FORMS | API_POST:
        with each_alone():
            roles = TABLE[name].roles
            status = signed_in("analyst" if "analyst" in roles else roles[0]).post(address_of(name, places)).status_code
        if status not in (200, 302, 303, 400, 404, 415, 422):
            wrong.append(f"{name}: {status}")
    assert not wrong


def test_head_is_answered_as_get_without_the_page(places: dict[str, object], signed_in: Callable[[str], Client]) -> None:  # noqa: F811
    wrong = []
    for name in ("dashboards:home", "dashboards:indicator_file", "api:groups", "extracts:list", "releases:detail", "plans:csv"):
        answer = signed_in("analyst").head(address_of(name, places))
        if answer.status_code != 200 or answer.content:
            wrong.append(f"{name}: {answer.status_code}, {len(answer.content)} bytes")
    assert not wrong


@pytest.mark.parametrize("person", ["nobody", ""])
def test_nothing_is_answered_by_any_method_to_who_may_not(
    person: str,
    places: dict[str, object],  # noqa: F811
    signed_in: Callable[[str], Client],
) -> None:
    """Somebody without a role, and who is signed out."""
    client = signed_in(person) if person else Client()
    wrong = []
    for name, expected in TABLE.items():
        if person and person in expected.roles:
            continue
        for method in METHODS:
            answer = client.generic(method, address_of(name, places))
            if answer.status_code not in ({403, 405} if person else {302, 401, 403, 405}):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong


def every_address(resolver: URLResolver, known: dict[str, list[object]]) -> Iterator[tuple[str, str]]:
    """Name and path of every address that is in no table: the sign-in library's and those that are open to all."""
    for name in set(names(resolver)):
        if name not in TABLE:
            try:
                yield name, reverse(name, args=known.get(name, []))
            except NoReverseMatch:
                yield name, ""


# What has a part in its address that nobody could guess.
PARTS: dict[str, list[object]] = {
    "account_reset_password_from_key": ["1", "x-y"],
    "packs:unsubscribe": ["x" * 43],
    "access:accept": ["x" * 43],
    "feeds:releases": ["x" * 43],
    "feeds:group": ["x" * 43, "A"],
}


def test_addresses_in_no_table_change_nothing_by_methods_that_nobody_offers(people: People, client: Client) -> None:
    wrong = []
    for name, path in every_address(get_resolver(), PARTS):
        if not path and (name in OPEN or name.startswith("account_")):
            wrong.append(f"{name}: say in PARTS what its address is made of")
        for method in ("PUT", "PATCH", "DELETE") if path else ():
            status = client.generic(method, path).status_code
            if status not in REFUSED:
                wrong.append(f"{method} {name}: {status}")
    assert not wrong


def test_every_address_that_takes_a_form_wants_its_token(places: dict[str, object], people: People) -> None:  # noqa: F811
    """Also signing in: else somebody could be signed in as another person without noticing it."""
    client = Client(enforce_csrf_checks=True)
    wrong = []
    for name, expected in TABLE.items():
        if "POST" in methods_of(name):
            client.force_login(people[expected.roles[0]])
            status = client.post(address_of(name, places), expected.data).status_code
            if status != 403:
                wrong.append(f"{name}: {status}")
    client.logout()
    form = {"login": "member", "password": PASSWORD}
    for path in (reverse("account_login"), reverse("account_reset_password"), reverse("account_logout")):
        if client.post(path, form).status_code != 403:
            wrong.append(path)
    assert not wrong
    assert "_auth_user_id" not in client.session


def test_the_walk_goes_everywhere() -> None:
    """A pattern without a name would be in no table."""

    def nameless(resolver: URLResolver) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from nameless(pattern)
            elif isinstance(pattern, URLPattern) and not pattern.name:
                yield str(pattern.pattern)

    assert list(nameless(get_resolver())) == []
