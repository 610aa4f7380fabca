"""The page of signals: what the latest release found, what is new, what goes on, what has ended; never anything of a draft."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from indicators.signals.reading import news
from indicators.signals.series import Series
from indicators.trust import nothing_changed
from tests.conftest import People
from tests.publishing import publish
from tests.signals.making import GWENT, NORTH_WALES, SOUTH_WALES, WALES, drafted, finding, load, published

SignedIn = Callable[[str], Client]


@pytest.fixture
def loaded(people: People) -> People:
    load(people)
    return people


def page(client: Client, **query: str) -> str:
    return client.get(reverse("signals:list"), query).content.decode()


def titles(html: str) -> list[str]:
    """Areas of the signals in the order of the page."""
    return re.findall(r'app-signal__title"><a [^>]*>[^<]*, ([^<,]*)</a>', html)


def test_signals_are_ranked_with_sentence_values_and_chart(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT), finding(WALES, moved=-1), finding(SOUTH_WALES, "too_few"))
    html = page(signed_in("member"))
    assert titles(html) == ["Gwent", "Wales"]
    assert "Up from 95 in the year ending December 2020 to 140 in the year ending December 2024" in html
    assert "<strong>140</strong>" in html and "2 signals" in html
    chart = "/en/indicators/A1/?cohort=women&amp;area=W15000002&amp;breakdown=sentence_type&amp;category=immediate_custody"
    assert chart in html
    address = html[html.index(chart) :].split('"')[0].replace("&amp;", "&")
    assert signed_in("member").get(address).status_code == 200
    assert "too few cases to tell: 1 series" in html


def test_how_many_would_be_chance_is_said(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT), finding(WALES))
    html = page(signed_in("member"))
    assert "40 series could be tested" in html and "chance would still show a change in up to 2.0 of them" in html
    assert "of these about 0.1 at most are expected to be chance" in html


def test_new_continuing_and_ended(loaded: People, signed_in: SignedIn) -> None:
    first = published(loaded, finding(GWENT), finding(WALES), finding(NORTH_WALES))
    published(loaded, finding(GWENT), finding(WALES), finding(NORTH_WALES, moved=-1))
    third = published(loaded, finding(GWENT), finding(SOUTH_WALES), finding(WALES, "no_clear_change"), finding(NORTH_WALES))
    found = news(third)
    assert {one.series.area_code: one.since for one in found.signals} == {GWENT: first, SOUTH_WALES: None, NORTH_WALES: None}
    assert [(one.series.area_code, one.now.verdict if one.now else "") for one in found.ended] == [(WALES, "no_clear_change")]
    html = page(signed_in("board"))
    assert html.count('<strong class="govuk-tag">new</strong>') == 2
    assert f"Since {first} of" in html and "new 2, ended 1" in html and "No longer signals" in html


def test_more_releases_before_take_no_more_queries(loaded: People, signed_in: SignedIn) -> None:
    first, client = published(loaded, finding(GWENT), finding(WALES)), signed_in("member")
    published(loaded, finding(GWENT))
    taken = []
    for _another in range(2):
        latest = published(loaded, finding(GWENT))
        caches["kept"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert f"Since {first} of" in page(client)
        taken.append(len(queries))
        assert [one.since for one in news(latest).signals] == [first]
    assert taken[0] == taken[1] <= 12


def test_without_an_earlier_release_nothing_is_called_new(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT))
    html = page(signed_in("member"))
    assert "which signals are new cannot be told" in html and ">new<" not in html


def test_what_was_withdrawn_is_no_release_before(loaded: People) -> None:
    first = published(loaded, finding(GWENT))
    second = published(loaded, finding(GWENT))
    first.withdrawals.create(state="confirmed", requested_by=loaded["approver"], decided_by=loaded["analyst"])
    assert news(second).before is None


def test_group_and_area_in_the_address_narrow_the_list(loaded: People, signed_in: SignedIn) -> None:
    other = finding(GWENT, indicator="B1", cohort="domestic_abuse_perpetrators")
    published(loaded, finding(GWENT), finding(WALES), other)
    member = signed_in("member")
    assert titles(page(member, area=GWENT)) == ["Gwent", "Gwent"]
    assert titles(page(member, group="A", area=GWENT)) == ["Gwent"]
    html = page(member, group="B", area=WALES)
    assert titles(html) == [] and "No signal here" in html and "Show all signals" in html
    html = page(member, group="<b>", area="W99")
    assert titles(html) == ["Gwent", "Wales", "Gwent"] and "nothing of what this address asks for" in html and "<b>" not in html


@pytest.mark.parametrize("name", ["member", "board", "analyst", "approver", "administrator"])
def test_what_a_draft_found_is_shown_to_nobody_here(name: str, loaded: People, signed_in: SignedIn) -> None:
    drafted(loaded, finding(GWENT))
    there = Series("A1", "women", "sentences_started", GWENT, "sentence_type", "immediate_custody").url
    client = signed_in(name)
    assert "No release is published yet" in page(client) and "Gwent" not in page(client)
    assert client.get(there).status_code == 404


def test_a_draft_changes_nothing_of_the_page(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT))
    drafted(loaded, finding(SOUTH_WALES, params={"points": 5, "first": "YE2020-12", "first_value": 31337, "last": "YE2024-12",
                                                  "last_value": 31338}))  # fmt: skip
    html = page(signed_in("member"))
    assert titles(html) == ["Gwent"] and "31,33" not in html


def test_no_signal_is_an_answer(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT, "no_clear_change"))
    assert "That is an answer too" in page(signed_in("member"))


NOT_STRONG = "Changes that are not strong enough to be called signals"
NO_SIGNAL = "No change is strong enough to be called a signal."


def test_changes_that_are_no_signals_are_told_and_not_denied(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT, is_signal=False), finding(WALES, "worse", is_signal=False), finding(SOUTH_WALES, "too_few"))
    html = page(signed_in("board"))
    assert NO_SIGNAL in html and "these series changed" not in html and "Nothing here changed" not in html
    told = html[html.index(NOT_STRONG) :]
    assert titles(told) == ["Gwent", "Wales"]
    assert "Changed" in told and "Getting worse" in told
    assert "Up from 95 in the year ending December 2020 to 140 in the year ending December 2024" in told
    assert titles(page(signed_in("board"), area=WALES)) == ["Wales"]
    with translation.override("cy"):
        address = reverse("signals:list")
    assert "Newidiadau nad ydynt yn ddigon cryf i'w galw'n arwyddion" in signed_in("board").get(address).content.decode()


def test_signals_come_before_the_changes_that_are_none(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(WALES, is_signal=False), finding(GWENT))
    html = page(signed_in("member"))
    assert titles(html) == ["Gwent", "Wales"] and "1 signal<" in html
    assert "these series changed by more than chance explains" in html and NOT_STRONG in html and NO_SIGNAL not in html
    published(loaded, finding(GWENT))
    assert NOT_STRONG not in page(signed_in("member"))


def test_what_cannot_be_told_is_not_called_unchanged(loaded: People, signed_in: SignedIn) -> None:
    published(loaded, finding(GWENT, "too_few"), finding(WALES, "no_clear_change"), finding(SOUTH_WALES, "not_ready"))
    member = signed_in("member")
    few = page(member, area=GWENT)
    assert "None here could be tested for a change: there are too few cases to tell. Other groups or areas may" in few
    assert "That is an answer too" not in few and "changed by more than chance" not in few
    assert "there are not enough figures yet." in page(member, area=SOUTH_WALES)
    assert "Nothing here changed by more than chance explains. That is an answer too" in page(member, area=WALES)
    assert "Of the series here 1 could be tested for a change, and it did not change" in page(member)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"no_clear_change": 2}, "Nothing here changed by more than chance explains."),
        (
            {"no_clear_change": 2, "too_few": 1},
            "Of the series here 2 could be tested for a change, and none changed by more than chance explains.",
        ),
        ({"too_few": 88}, "None here could be tested for a change: there are too few cases to tell."),
        (
            {"too_few": 1, "not_ready": 1},
            "None here could be tested for a change: there are too few cases to tell, or not enough figures yet.",
        ),
        ({"not_ready": 1}, "None here could be tested for a change: there are not enough figures yet."),
        ({}, "Nothing here was tested for a change."),
    ],
)
def test_that_nothing_changed_is_said_of_what_was_tested(counts: dict[str, int], told: str) -> None:
    assert nothing_changed(counts) == told


def test_a_release_that_tested_nothing(loaded: People, signed_in: SignedIn) -> None:
    release = published(loaded)
    assert f"{release} has no verdicts" in page(signed_in("member"))


def test_what_drafting_itself_finds_is_shown(people: People, signed_in: SignedIn, tmp_path: Path) -> None:
    """From a file of the figures, by drafting and publication, to the page: a rate that rises steeply for nine years."""
    years = range(2016, 2025)
    rows = [f"women,completion_rate,YE{year}-12,{GWENT},,,{500 + 30 * (year - 2016)},1000,2025-07,Test" for year in years]
    heading = "cohort,measure,period,area_code,breakdown,category,numerator,denominator,vintage,source"
    file = tmp_path / "rising.csv"
    file.write_text("\n".join([heading, *rows]))
    call_command("load_extract", "published", str(file), user="analyst", accept_warnings=True, verbosity=0)
    publish(people["analyst"], people["approver"])
    html = page(signed_in("member"))
    assert titles(html) == ["Gwent"] and "Improving" in html
    assert "Up from 62.0% in the year ending December 2020 to 74.0% in the year ending December 2024" in html


def test_signals_of_an_earlier_release_are_a_page_of_their_own(loaded: People, signed_in: SignedIn) -> None:
    first = published(loaded, finding(GWENT), finding(WALES))
    latest = published(loaded, finding(NORTH_WALES))
    member = signed_in("member")
    assert titles(page(member))[0] == "North Wales"
    past = page(member, release=str(first))
    assert titles(past) == ["Gwent", "Wales"]
    assert f"These are the signals of {first}; the latest release is {latest}." in past
    assert f"&amp;release={first.pk}" in past
    assert f'<input type="hidden" name="release" value="{first.pk}">' in past
    unknown = page(member, release=str(latest.pk + 1000))
    assert titles(unknown)[0] == "North Wales"
    assert "There is no such release with signals for readers." in unknown
