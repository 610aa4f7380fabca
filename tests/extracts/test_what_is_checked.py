"""The page that lists every check."""

import pytest
from django.test import Client
from django.urls import reverse

from indicators.extracts.checks import CHECKS
from indicators.extracts.layouts import layouts
from indicators.extracts.reading.refusals import REFUSALS
from tests.extracts.visiting import SignedIn, words


@pytest.fixture
def approver(signed_in: SignedIn) -> Client:
    return signed_in("approver")


def test_every_check_and_every_refusal_is_listed(approver: Client) -> None:
    page = approver.get(reverse("extracts:checks")).content.decode()
    for name in [*REFUSALS, *(check.name for check in CHECKS)]:
        assert f'id="{name}"' in page
    assert "%(" not in page


def test_the_checks_of_one_source(approver: Client) -> None:
    page = approver.get(reverse("extracts:checks"), {"source": "caseload"}).content.decode()
    assert 'id="snapshots_several"' in page
    assert 'id="sanction_before_offence"' not in page
    assert approver.get(reverse("extracts:checks"), {"source": "something"}).status_code == 404


@pytest.mark.parametrize("source", [found.source for found in layouts()])
def test_every_source_has_checks_of_both_levels(approver: Client, source: str) -> None:
    said = words(approver.get(reverse("extracts:checks"), {"source": source}))
    assert "What must be corrected" in said
    assert "What is unusual" in said


def test_it_is_found_from_where_it_is_needed(signed_in: SignedIn) -> None:
    analyst = signed_in("analyst")
    address = reverse("extracts:checks")
    assert address in analyst.get(reverse("extracts:upload")).content.decode()
    assert f"{address}?source=sentences" in analyst.get(reverse("extracts:layout", args=["sentences"])).content.decode()
