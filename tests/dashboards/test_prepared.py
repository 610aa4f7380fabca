"""The pages that a worker makes when a release is published: nobody waits for the first of anything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from pytest_django import Settings

from indicators import catalogue
from indicators.releases.models import Release
from priority_groups import content
from reporting.dashboards import preparing
from tests import publishing
from tests.conftest import People
from wales_framework.jobs.models import Job
from wales_framework.kept.keeping import NAME, KeptPage
from wales_framework.kept.templatetags.kept import OfOnePerson

SignedIn = Callable[[str], Client]
PAGES = ["", "groups/A/", "indicators/A1/", "regions/", "compare/", "needs/", "methods/", "signals/"]


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    """Other processes of the test run keep pages too, and clear what they kept."""
    settings.CACHES = {**settings.CACHES, "kept": {**settings.CACHES["kept"], "LOCATION": tmp_path / "kept"}}
    figures = {**settings.STORAGES["figures"], "OPTIONS": {"location": tmp_path / "figures"}}
    settings.STORAGES = {**settings.STORAGES, "figures": figures}


def kept() -> set[str]:
    return {path.name for path in Path(settings.CACHES["kept"]["LOCATION"]).glob("*")}


def test_a_reader_finds_every_page_made(rich: Release, signed_in: SignedIn) -> None:
    groups = sum(len(framework.groups) for framework in content.frameworks())
    of_each = groups + len(catalogue.regions()) + len(catalogue.indicators())
    assert preparing.prepare() == len(settings.LANGUAGES) * (9 + of_each)
    before = kept()
    assert before
    for role in ("member", "board", "administrator"):
        reader = signed_in(role)
        for page in PAGES:
            assert reader.get(f"/en/{page}").status_code == 200, page
        assert reader.get("/cy/").status_code == 200
    assert kept() == before


def test_a_prepared_page_says_what_one_made_for_its_reader_says(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    for page in PAGES:
        preparing.prepare_one(f"/en/{page}", "en")
        found = member.get(f"/en/{page}").content
        caches["kept"].clear()
        assert body(member.get(f"/en/{page}").content) == body(found), page


def test_who_chooses_a_release_finds_what_was_made_of_it_while_it_was_the_latest(rich: Release, signed_in: SignedIn) -> None:
    member = signed_in("member")
    addresses = ["/en/", "/en/groups/A/", "/en/indicators/A1/?area=W15000002", "/cy/rhanbarthau/gwent/"]
    plain = [member.get(address).content.decode() for address in addresses]
    before = kept()
    for address, made in zip(addresses, plain, strict=True):
        named = member.get(address, {**QueryDict(address.partition("?")[2]).dict(), "release": f"R{rich.pk}"})
        assert named.content.decode().count("release=") > made.count("release="), address
    assert kept() == before
    member.get("/en/indicators/A1/?area=W15000003")
    assert kept() > before


def body(page: bytes) -> str:
    """Without the token for forms, which differs each time."""
    return "".join(part.split('"', 1)[-1] for part in page.decode().split('name="csrfmiddlewaretoken" value="'))


@pytest.mark.parametrize(("asked", "jobs"), [(True, 1), (False, 0)])
def test_a_publication_has_them_made(asked: bool, jobs: int, people: People, settings: Settings) -> None:
    settings.PREPARE_PAGES = asked
    publishing.publish_examples(people["analyst"], people["approver"])
    assert Job.objects.filter(kind=preparing.KIND).count() == jobs


def test_a_kept_part_that_asks_who_reads_it_is_refused() -> None:
    wrong = Template("{% load kept %}{% kept %}{{ may.load_extracts }}{% endkept %}")
    with pytest.raises(OfOnePerson):
        wrong.render(Context({"may": {"load_extracts": True}, NAME: KeptPage("key", dict)}))
