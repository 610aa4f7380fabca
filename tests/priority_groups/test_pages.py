"""The pages of the frameworks, as people get them."""

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from indicators.catalogue import related_indicators
from priority_groups.content import Figure, Group, Text, framework, frameworks
from priority_groups.content.models import Passage
from priority_groups.templatetags.content import number, precision, words

SignIn = Callable[[str], Client]
PAGES = {
    "reoffending-2018-2023": "/en/frameworks/reoffending-2018-2023/",
    "female-offending-blueprint": "/en/frameworks/female-offending-blueprint/",
}


def other_language(page: str) -> str:
    """Address of the page in Welsh, as the page itself gives it."""
    match = re.search(r'<link rel="alternate" hreflang="cy" href="([^"]+)"', page)
    assert match is not None
    return match[1]


@pytest.mark.parametrize("slug", PAGES)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_framework_is_told_in_both_languages(slug: str, language: str, signed_in: SignIn) -> None:
    client = signed_in("member")
    page = client.get(PAGES[slug]).content.decode()
    if language == "cy":
        page = client.get(other_language(page)).content.decode()

    whole = framework(slug)
    with translation.override(language):
        html = page.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
        for section in whole.sections:
            assert f'<h2 class="govuk-heading-l" id="{section.slug}-title">{section.title}</h2>' in html
            assert f'href="#{section.slug}"' in html
        for point in (*whole.points_of("outcomes"), *whole.points_of("improvements"), *whole.points_of("aspirations")):
            assert str(point.text) in html


@pytest.mark.parametrize("slug", PAGES)
def test_every_link_inside_the_page_leads_somewhere(slug: str, signed_in: SignIn) -> None:
    page = signed_in("member").get(PAGES[slug]).content.decode()
    identifiers = re.findall(r'\sid="([^"]+)"', page)

    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(identifiers)


def test_the_list_leads_to_each_framework(signed_in: SignIn) -> None:
    page = signed_in("member").get("/en/frameworks/").content.decode()

    assert re.findall(r'app-card__link" href="([^"]+)"', page) == list(PAGES.values())


def test_a_framework_that_is_not_there(signed_in: SignIn) -> None:
    assert signed_in("member").get("/en/frameworks/other/").status_code == 404


@pytest.mark.parametrize("address", ["/en/frameworks/", PAGES["reoffending-2018-2023"]])
def test_who_may_read_them(address: str, signed_in: SignIn) -> None:
    assert signed_in("board").get(address).status_code == 200
    assert signed_in("nobody").get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("group", [group for whole in frameworks() for group in whole.groups], ids=lambda group: group.code)
def test_the_text_of_a_group_with_its_figures_footnotes_and_actions(group: Group) -> None:
    html = render_to_string("priority_groups/_group_text.html", {"group": group, "related": related_indicators(group)})
    plain = html.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    identifiers = re.findall(r'\sid="([^"]+)"', html)

    for action in group.actions:
        assert str(action.text) in plain
    assert html.count('<li class="app-figure">') == len(group.figures)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(identifiers)
    for footnote in group.footnotes:
        assert f'id="footnote-{footnote.number}" value="{footnote.number}"' in html
    for code in group.related_indicators:
        assert f"/indicators/{code}/" in html


def test_words_that_fall_back_to_english_are_marked_as_english() -> None:
    only_english = Text(en="Women & men")
    with translation.override("cy"):
        assert words(only_english) == '<span lang="en">Women &amp; men</span>'
        assert words(Text(en="Women", cy="Menywod")) == "Menywod"
    with translation.override("en"):
        assert words(only_english) == "Women & men"


def test_a_note_on_a_slip_is_shown_apart_from_the_words() -> None:
    passage = Passage(text=Text(en="project the innocent"), note=Text(en="protect is meant"))
    html = render_to_string("priority_groups/_passages.html", {"passages": [passage]})

    assert re.search(r'<p class="govuk-body">project the innocent\s*</p>', html)
    assert "Our note:</strong> protect is meant" in html


@pytest.mark.parametrize(
    ("unit", "value", "up_to", "precise", "shown", "said"),
    [
        ("percent", 17, None, "exact", "17%", ""),
        ("percent", 43.7, None, "exact", "43.7%", ""),
        ("incidents", 22500, None, "about", "22,500", "about"),
        ("percent", 50, None, "more_than", "50%", "more than"),
        ("times", 14, None, "exact", "14 times", ""),
        ("billion_pounds", 7, 10, "exact", "£7–10 billion", ""),
    ],
)
def test_a_figure_as_readers_write_it(unit: str, value: float, up_to: float | None, precise: str, shown: str, said: str) -> None:
    figure = Figure.model_validate(
        {"unit": unit, "value": value, "up_to": up_to, "precision": precise, "what": {"en": "of them"}, "words": "-"}
    )
    with translation.override("en"):
        assert number(figure) == shown
        assert precision(figure) == said
