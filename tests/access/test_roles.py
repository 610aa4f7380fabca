"""One table: every address of the service, and what each role is answered there."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from indicators.extracts.models import Extract
from indicators.extracts.terms import telling
from indicators.releases import correcting, planning, service
from indicators.releases.models import Release
from tests import keeping
from tests.conftest import PASSWORD, People
from tests.events import making
from wales_framework.jobs.models import Job

ALL = ["member", "analyst", "approver", "board", "administrator"]
EVERYBODY = [*ALL, "nobody"]  # nobody is signed in, but has no role
FIGURES = ALL
EXTRACTS = ["analyst", "approver"]
ANALYSTS = ["analyst"]
APPROVERS = ["approver"]
KEEPERS = ["member", "analyst"]
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
    data: dict[str, str] = field(default_factory=dict)


# What there is when these addresses are asked for: a draft, an extract, a person and a job, whose numbers are filled in.
DRAFT, EXTRACT, PERSON, JOB, TERM = "draft", "extract", "person", "job", "term"
RELEASE, PLAN = "release", "plan"
EVENT, REBASE = "event", "rebase"
EXAMPLE = "women_immediate_custody_wales_2014_2024.csv"
MISSING = "00000000-0000-4000-8000-000000000000"
MOVED = (302, 303)

TABLE: dict[str, Address] = {
    "dashboards:home": Address(FIGURES),
    "dashboards:group": Address(FIGURES, ["A"]),
    "dashboards:indicator": Address(FIGURES, ["A1"]),
    "dashboards:indicator_file": Address(FIGURES, ["A1"]),
    "dashboards:indicator_described": Address(FIGURES, ["A1"]),
    "dashboards:indicator_xlsx": Address(FIGURES, ["A1"]),
    "dashboards:indicator_ods": Address(FIGURES, ["A1"]),
    "dashboards:all_described": Address(FIGURES),
    "dashboards:all_xlsx": Address(FIGURES),
    "dashboards:all_ods": Address(FIGURES),
    "dashboards:chart_svg": Address(FIGURES, ["A1"]),
    "dashboards:chart_png": Address(FIGURES, ["A1"]),
    "dashboards:figure": Address(FIGURES, [RELEASE, "reoffending_rate", "all", "YE2019-03"]),
    "dashboards:figure_in_area": Address(FIGURES, [RELEASE, "reoffending_rate", "all", "YE2019-03", "K04000001"]),
    "dashboards:regions": Address(FIGURES),
    "dashboards:region": Address(FIGURES, ["south-wales"]),
    "dashboards:compare": Address(FIGURES),
    "dashboards:compare_file": Address(FIGURES),
    "dashboards:compare_xlsx": Address(FIGURES),
    "dashboards:compare_ods": Address(FIGURES),
    "dashboards:compare_svg": Address(FIGURES),
    "dashboards:compare_png": Address(FIGURES),
    "dashboards:needs": Address(FIGURES),
    "dashboards:needs_file": Address(FIGURES),
    "dashboards:needs_xlsx": Address(FIGURES),
    "dashboards:needs_ods": Address(FIGURES),
    "dashboards:overlaps": Address(FIGURES),
    "dashboards:overlaps_file": Address(FIGURES),
    "dashboards:overlaps_xlsx": Address(FIGURES),
    "dashboards:overlaps_ods": Address(FIGURES),
    "dashboards:overlaps_svg": Address(FIGURES, good=(404,)),
    "dashboards:overlaps_png": Address(FIGURES, good=(404,)),
    "dashboards:disproportionality": Address(FIGURES),
    "dashboards:disproportionality_file": Address(FIGURES),
    "dashboards:disproportionality_xlsx": Address(FIGURES),
    "dashboards:disproportionality_ods": Address(FIGURES),
    "dashboards:disproportionality_svg": Address(FIGURES, good=(404,)),
    "dashboards:disproportionality_png": Address(FIGURES, good=(404,)),
    "dashboards:methods": Address(FIGURES),
    "dashboards:api": Address(FIGURES),
    "dashboards:all_figures": Address(FIGURES),
    "priority_groups:frameworks": Address(FIGURES),
    "priority_groups:glossary": Address(FIGURES),
    "priority_groups:framework": Address(FIGURES, ["female-offending-blueprint"]),
    "api:observations": Address(FIGURES),
    "api:findings": Address(FIGURES),
    "api:indicators": Address(FIGURES),
    "api:groups": Address(FIGURES),
    "api:areas": Address(FIGURES),
    "api:releases": Address(FIGURES),
    "api-schema": Address(FIGURES),
    "api-extracts:all": Address(EXTRACTS),
    "api-extracts:one": Address(EXTRACTS, [EXTRACT]),
    "tokens:list": Address(FIGURES),
    "tokens:revoke": Address(FIGURES, [0], "post", (404,)),
    "signals:list": Address(FIGURES),
    "signals:series": Address(FIGURES, ["A1", "women", "W92000004", "sentence_type.immediate_custody"]),
    "signals:take-back": Address(ANALYSTS, ["A1", "women", "W92000004", "sentence_type.immediate_custody"], "post", MOVED),
    "signals:restore": Address(ANALYSTS, [0], "post", (404,)),
    "events:list": Address(FIGURES),
    "events:detail": Address(FIGURES, [EVENT]),
    "events:record": Address(ANALYSTS),
    "events:change": Address(ANALYSTS, [EVENT]),
    "events:take-back": Address(ANALYSTS, [EVENT]),
    "events:put-back": Address(ANALYSTS, [EVENT], "post", MOVED),
    "events:rebase": Address(ANALYSTS, [EVENT]),
    "events:approve-rebase": Address(APPROVERS, [REBASE], "post", MOVED),
    "events:withdraw-rebase": Address(EXTRACTS, [REBASE]),
    "events:request-rebase-again": Address(ANALYSTS, [REBASE], "post", MOVED),
    "commentary:list": Address(EXTRACTS),
    "commentary:release": Address(EXTRACTS, [DRAFT]),
    "commentary:group": Address(ANALYSTS, [DRAFT, "A"]),
    "commentary:indicator": Address(ANALYSTS, [DRAFT, "A", "A1"]),
    "commentary:keep": Address(ANALYSTS, [0], "post", (404,)),
    "releases:list": Address(EXTRACTS),
    "releases:detail": Address(EXTRACTS, [DRAFT]),
    "releases:changes": Address(EXTRACTS, [DRAFT]),
    "releases:calendar": Address(FIGURES),
    "releases:announce": Address(EXTRACTS, method="post", good=MOVED, data={"day": "2999-12-01"}),
    "releases:drop-plan": Address(EXTRACTS, [PLAN], "post", MOVED),
    "releases:corrections": Address(FIGURES),
    "releases:compare": Address(FIGURES),
    "releases:compare-csv": Address(FIGURES, good=(404,)),
    "releases:checks": Address(EXTRACTS),
    "releases:schedule": Address(APPROVERS, [DRAFT], "post", MOVED, {"day": "2999-12-01"}),
    "releases:unschedule": Address(APPROVERS, [DRAFT], "post", MOVED),
    "releases:correction": Address(ANALYSTS, [DRAFT]),
    "releases:take-correction-back": Address(ANALYSTS, [DRAFT, RELEASE], "post", MOVED),
    "releases:withdraw": Address(APPROVERS, [RELEASE]),
    "releases:confirm-withdrawal": Address(APPROVERS, [RELEASE], "post", (404,)),
    "releases:drop-withdrawal": Address(APPROVERS, [RELEASE], "post", (404,)),
    "releases:readers": Address(EXTRACTS, [DRAFT]),
    "releases:give-access": Address(APPROVERS, [DRAFT], "post", (422,)),
    "releases:revoke-access": Address(APPROVERS, [DRAFT, 0], "post", (404,)),
    "releases:hidden": Address(EXTRACTS, [DRAFT]),
    "releases:attack": Address(EXTRACTS, [DRAFT], "post", MOVED),
    "releases:register": Address(EXTRACTS, [DRAFT]),
    "releases:preview": Address(EXTRACTS, [EXTRACT]),
    "releases:preview-make": Address(EXTRACTS, [EXTRACT], "post", MOVED),
    "releases:draft": Address(ANALYSTS, method="post", good=MOVED),
    "releases:submit": Address(ANALYSTS, [DRAFT], "post", (422, *MOVED)),
    "releases:discard": Address(ANALYSTS, [DRAFT], "post", MOVED),
    "releases:approve": Address(APPROVERS, [DRAFT], "post", MOVED),
    "releases:return": Address(APPROVERS, [DRAFT], "post", (422,)),
    "releases:publish": Address(APPROVERS, [DRAFT], "post", MOVED),
    "extracts:list": Address(EXTRACTS),
    "extracts:upload": Address(ANALYSTS),
    "extracts:layouts": Address(EXTRACTS),
    "extracts:checks": Address(EXTRACTS),
    "extracts:layout": Address(EXTRACTS, ["published"]),
    "extracts:terms": Address(EXTRACTS),
    "extracts:term": Address(EXTRACTS, ["terminations", "reason"]),
    "extracts:tell": Address(ANALYSTS, ["terminations", "reason"], "post", MOVED, {"text": "Moved on", "meaning": "neither"}),
    "extracts:take-back": Address(ANALYSTS, [TERM], "post", MOVED),
    "extracts:unknown-terms": Address(ANALYSTS, [EXTRACT], good=(200, *MOVED)),
    "extracts:example": Address(EXTRACTS, ["published", EXAMPLE]),
    "extracts:try": Address(ANALYSTS, ["published", EXAMPLE], "post", MOVED),
    "extracts:detail": Address(EXTRACTS, [EXTRACT]),
    "extracts:confirm": Address(ANALYSTS, [EXTRACT], good=(200, *MOVED)),
    "extracts:problems-csv": Address(EXTRACTS, [EXTRACT]),
    "extracts:problem": Address(EXTRACTS, [EXTRACT, "sudden_change"], good=(200, 404)),
    "extracts:accept": Address(ANALYSTS, [EXTRACT], "post", (200, 422, *MOVED)),
    "extracts:again": Address(ANALYSTS, [EXTRACT], "post", MOVED),
    "extracts:undo": Address(ANALYSTS, [EXTRACT], "post", (200, 422, *MOVED)),
    "extracts:put-back": Address(ANALYSTS, [EXTRACT], "post", (200, 422, *MOVED)),
    "extracts:discard": Address(ANALYSTS, [EXTRACT], "post", MOVED),
    "plans:list": Address(FIGURES),
    "plans:plan": Address(FIGURES, ["national"]),
    "plans:csv": Address(FIGURES, ["national"]),
    "plans:action": Address(FIGURES, ["national", "A-1"]),
    "plans:add": Address(KEEPERS, ["gwent"]),
    "plans:update": Address(KEEPERS, ["national", "A-1"]),
    "plans:put-back": Address(KEEPERS, ["national", "A-1", 0], "post", MOVED),
    "dashboards:scorecard": Address(FIGURES, ["gwent"]),
    "packs:list": Address(PACKS),
    "packs:make": Address(PACKS, method="post", good=MOVED, data={"language": "cy"}),
    "packs:subscribe": Address(PACKS, method="post", good=MOVED, data={"language": "cy"}),
    "packs:end": Address(PACKS, [MISSING], "post", (404,)),
    "packs:deliveries": Address(ADMINISTRATORS),
    "packs:send-again": Address(ADMINISTRATORS, [MISSING], "post", (404,)),
    "packs:download": Address(PACKS, [MISSING], good=(404,)),
    "jobs:progress": Address(EXTRACTS, [JOB]),
    "audit:events": Address(AUDIT),
    "audit:csv": Address(AUDIT),
    "audit:jsonl": Address(AUDIT),
    "watching:status": Address(ADMINISTRATORS),
    "watching:retry": Address(ADMINISTRATORS, [JOB], "post", (404,)),
    "language:drafts": Address(AUDIT),
    "language:drafts-csv": Address(AUDIT),
    "access:roles": Address(EVERYBODY),
    "access:sessions": Address(EVERYBODY),
    "access:end-session": Address(EVERYBODY, method="post", good=MOVED),
    "mfa_index": Address(EVERYBODY),
    "mfa_activate_totp": Address(EVERYBODY),
    "mfa_deactivate_totp": Address(EVERYBODY, good=(404,)),
    "mfa_view_recovery_codes": Address(EVERYBODY, good=(404,)),
    "mfa_download_recovery_codes": Address(EVERYBODY, good=(404,)),
    "mfa_generate_recovery_codes": Address(EVERYBODY),
    "mfa_list_webauthn": Address(EVERYBODY),
    "mfa_add_webauthn": Address(EVERYBODY),
    "mfa_edit_webauthn": Address(EVERYBODY, [0], good=(404,)),
    "mfa_remove_webauthn": Address(EVERYBODY, [0], good=(404,)),
    "mfa_reauthenticate": Address(EVERYBODY, good=MOVED),  # where somebody has a password alone, to its page
    "mfa_reauthenticate_webauthn": Address(EVERYBODY, good=MOVED),
    "access:people": Address(ADMINISTRATORS),
    "access:invite": Address(ADMINISTRATORS),
    "access:approve-invitation": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:send-again": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:withdraw-invitation": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:change": Address(ADMINISTRATORS, [PERSON]),
    "access:change-roles": Address(ADMINISTRATORS, [PERSON]),
    "access:end-everything": Address(ADMINISTRATORS, [PERSON], "post", MOVED),
    "access:reset-factors": Address(ADMINISTRATORS, [PERSON], "post", MOVED),
    "access:approve-roles": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:refuse-roles": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:approve-account": Address(ADMINISTRATORS, [0], "post", (404,)),
    "access:refuse-account": Address(ADMINISTRATORS, [0], "post", (404,)),
    "accessibility": Address(EVERYBODY),
    "about-figures": Address(EVERYBODY),
    "cookies": Address(EVERYBODY),
}
# Health checks and the choice of a language tell nothing; allauth's pages decide for themselves (see the tests below), and so
# do feeds, whose address has a token (see tests/feeds).
OPEN = {
    "openid_connect_login",
    "openid_connect_callback",
    "access:accept",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "health-live",
    "health-ready",
    "metrics",
    "choose-language",
    "packs:unsubscribe",
    "feeds:releases",
    "feeds:group",
}


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
def places(first_release: keeping.Named, people: People) -> dict[str, object]:
    """Something of every kind that an address names. A draft is as slow to make as the release before it: both are kept."""
    name, _publish = first_release

    def publish_and_draft() -> Release:
        keeping.release(*first_release)
        return service.draft(people["analyst"])

    draft = keeping.release(f"{name}, and a draft of the same", publish_and_draft)
    published = Release.objects.published().get()
    nothing = {"en": "A sum", "cy": "Swm"}
    correcting.correct(draft, published, people["analyst"], date(2026, 1, 1), nothing, nothing)
    return {
        DRAFT: draft.pk,
        RELEASE: published.pk,
        PLAN: planning.announce(date(2999, 11, 1), people["analyst"]).pk,
        EXTRACT: Extract.objects.earliest("uploaded_at").pk,
        EVENT: making.record(people["analyst"]).pk,
        REBASE: making.waiting_rebase(people["analyst"]).pk,
        PERSON: people["member"].pk,
        JOB: Job.objects.create(kind="extracts.check", target="x").pk,
        TERM: telling.tell(people["analyst"], "terminations", "reason", "Left the service", "neither").pk,
    }


def address_of(name: str, places: dict[str, object]) -> str:
    return reverse(name, args=[places.get(str(arg), arg) for arg in TABLE[name].args])


@pytest.mark.parametrize("role", EVERYBODY)
def test_each_role_is_answered_as_the_table_says(
    role: str, places: dict[str, object], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in(role)
    wrong = []
    for name, expected in TABLE.items():
        with each_alone():
            answer = getattr(client, expected.method)(address_of(name, places), expected.data)
        good = expected.good if role in expected.roles else (403,)
        if answer.status_code not in good:
            wrong.append(f"{name}: {answer.status_code} instead of {good}")
    assert not wrong


def test_who_is_signed_out_sees_the_sign_in_page_only(places: dict[str, object], client: Client) -> None:
    for name, expected in TABLE.items():
        answer = getattr(client, expected.method)(address_of(name, places), expected.data)
        if name.startswith("api"):
            assert answer.status_code in (401, 403), name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("account_login")), name


@contextmanager
def each_alone() -> Iterator[None]:
    """Take back what a request did, so that the next address is asked about the same state."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_there_is_no_way_to_sign_up() -> None:
    assert not {"account_signup", "account_email"} & set(names(get_resolver()))


def test_no_shared_cache_keeps_what_somebody_was_shown(published: Release, signed_in: Callable[[str], Client]) -> None:
    for address in ("/en/", "/en/indicators/A1/", "/api/v1/observations"):
        assert "private" in signed_in("member").get(address)["Cache-Control"], address


def test_sign_in_and_out(people: People, client: Client) -> None:
    home = reverse("dashboards:home")
    client.post(reverse("account_login"), {"login": "member", "password": "wrong"})
    assert client.get(home).status_code == 302
    client.post(reverse("account_login"), {"login": "member", "password": PASSWORD})
    assert client.get(home).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(home).status_code == 302


def test_a_forgotten_password_is_replaced_by_e_mail(people: People, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "member@example.org"})
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link.group(), follow=True)
    new = "another long pass phrase"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    client.post(reverse("account_login"), {"login": "member", "password": new})
    assert client.get(reverse("dashboards:home")).status_code == 200


def test_somebody_who_may_no_longer_sign_in_is_out_at_once(people: People, signed_in: Callable[[str], Client]) -> None:
    member = signed_in("member")
    people["member"].is_active = False
    people["member"].save()
    assert member.get(reverse("dashboards:home")).status_code == 302
