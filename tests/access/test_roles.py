"""One table: every address of the service, and what each role is answered there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from indicators.extracts.models import Extract
from indicators.releases import service
from indicators.releases.models import Release
from tests.conftest import PASSWORD, People
from wales_framework.access.models import User

ALL = ["member", "analyst", "approver", "board", "administrator"]
EVERYBODY = [*ALL, "nobody"]  # nobody is signed in, but has no role
FIGURES = ALL
EXTRACTS = ["analyst", "approver"]
ANALYSTS = ["analyst"]
APPROVERS = ["approver"]
PACKS = ["analyst", "approver", "board"]
AUDIT = ["analyst", "approver", "administrator"]
ADMINISTRATORS = ["administrator"]


@dataclass(frozen=True)
class Address:
    """Who is answered with `good`; the others get 403, who is signed out the sign-in page (the API: 403)."""

    roles: list[str]
    args: list[object] = field(default_factory=list)
    method: str = "get"
    good: tuple[int, ...] = (200,)


# A draft of somebody else's, an extract and a published release exist; their numbers are filled in for these names.
DRAFT, EDITION, EXTRACT, PERSON, MISSING = "draft", "edition", "extract", "person", "00000000-0000-4000-8000-000000000000"
MOVED = (302, 303)

TABLE: dict[str, Address] = {
    "dashboards:home": Address(FIGURES),
    "dashboards:group": Address(FIGURES, ["A"]),
    "dashboards:indicator": Address(FIGURES, ["A1"]),
    "dashboards:indicator_file": Address(FIGURES, ["A1"]),
    "dashboards:api": Address(FIGURES),
    "dashboards:all_figures": Address(FIGURES),
    "priority_groups:frameworks": Address(FIGURES),
    "priority_groups:framework": Address(FIGURES, ["female-offending-blueprint"]),
    "api:observations": Address(FIGURES),
    "api:indicators": Address(FIGURES),
    "api:groups": Address(FIGURES),
    "api:areas": Address(FIGURES),
    "api:releases": Address(FIGURES),
    "api-schema": Address(FIGURES),
    "releases:list": Address(EXTRACTS),
    "releases:detail": Address(EXTRACTS, [DRAFT]),
    "releases:changes": Address(EXTRACTS, [DRAFT]),
    "releases:draft": Address(ANALYSTS, method="post", good=MOVED),
    "releases:submit": Address(ANALYSTS, [DRAFT], "post", MOVED),
    "releases:discard": Address(ANALYSTS, [DRAFT], "post", MOVED),
    "releases:approve": Address(APPROVERS, [DRAFT], "post", MOVED),
    "releases:return": Address(APPROVERS, [DRAFT], "post", (422,)),
    "releases:publish": Address(APPROVERS, [DRAFT], "post", MOVED),
    "audit:events": Address(AUDIT),
    "access:roles": Address(EVERYBODY),
    "access:people": Address(ADMINISTRATORS),
    "access:add": Address(ADMINISTRATORS),
    "access:change": Address(ADMINISTRATORS, [PERSON]),
    "accessibility": Address(EVERYBODY),
    "about-figures": Address(EVERYBODY),
    "cookies": Address(EVERYBODY),
}
# Health checks and the choice of a language tell nothing; allauth's pages decide for themselves (see the tests below).
OPEN = {"health-live", "health-ready", "choose-language"}


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table() -> None:
    known = {name for name in names(get_resolver()) if not name.startswith("account_")}
    assert known == {*TABLE, *OPEN}


@pytest.fixture
def places(published: Release, people: People) -> dict[str, object]:
    return {
        DRAFT: service.draft(people["analyst"]).pk,
        EDITION: published.pk,
        EXTRACT: Extract.objects.earliest("uploaded_at").pk,
        PERSON: people["member"].pk,
    }


def address_of(name: str, places: dict[str, object]) -> str:
    return reverse(name, args=[places.get(str(arg), arg) for arg in TABLE[name].args])


@pytest.mark.parametrize("name", TABLE)
def test_each_role_is_answered_as_the_table_says(
    name: str, places: dict[str, object], signed_in: Callable[[str], Client]
) -> None:
    expected, url = TABLE[name], address_of(name, places)
    # Those who may come last: what they do can change what is there.
    for role in sorted(EVERYBODY, key=lambda role: role in expected.roles):
        answer = getattr(signed_in(role), expected.method)(url)
        if role in expected.roles:
            assert answer.status_code in expected.good, f"{role} at {url}: {answer.status_code}"
        else:
            assert answer.status_code == 403, f"{role} at {url}: {answer.status_code}"


@pytest.mark.parametrize("name", TABLE)
def test_who_is_signed_out_sees_the_sign_in_page_only(name: str, places: dict[str, object], client: Client) -> None:
    expected, url = TABLE[name], address_of(name, places)
    answer = getattr(client, expected.method)(url)
    if name.startswith("api"):
        assert answer.status_code in (401, 403)
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_there_is_no_way_to_sign_up(client: Client) -> None:
    page = client.get(reverse("account_signup"))
    assert b"<form" not in page.content.replace(b'<form class="app-header', b"")
    client.post(
        reverse("account_signup"), {"username": "x", "email": "x@example.org", "password1": "y" * 14, "password2": "y" * 14}
    )
    assert not User.objects.filter(username="x").exists()


def test_sign_in_and_out(people: People, client: Client) -> None:
    home = reverse("dashboards:home")
    client.post(reverse("account_login"), {"login": "member", "password": "wrong"})
    assert client.get(home).status_code == 302
    client.post(reverse("account_login"), {"login": "member", "password": PASSWORD})
    assert client.get(home).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(home).status_code == 302


def test_somebody_who_may_no_longer_sign_in_is_out_at_once(people: People, signed_in: Callable[[str], Client]) -> None:
    member = signed_in("member")
    people["member"].is_active = False
    people["member"].save()
    assert member.get(reverse("dashboards:home")).status_code == 302
