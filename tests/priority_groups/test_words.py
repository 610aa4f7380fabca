"""What is shown as the Framework's words are the Framework's words."""

import re
from collections.abc import Iterator

import pytest

from indicators.catalogue import indicators
from priority_groups.content import Framework, Group, Point, Text, framework
from priority_groups.content.models import Passage, Section
from tests.priority_groups.sources import BLUEPRINT, FRAMEWORK, chapter, plain, source

# Headings that the documents do not have: a part of a chapter that has a heading of its own here.
OWN_HEADINGS = {
    FRAMEWORK: {"outcomes"},
    BLUEPRINT: {"introduction", "aspirations", "in-their-words", "oversight"},
}


def words_of_points(points: tuple[Point, ...]) -> Iterator[Text]:
    for point in points:
        # The title of a bare address is ours: the documents print the address alone.
        if point.title and not point.url:
            yield point.title
        if point.text:
            yield point.text
        yield from words_of_points(point.points)


def words_of_passages(passages: tuple[Passage, ...]) -> Iterator[Text]:
    for passage in passages:
        if passage.text:
            yield passage.text
        yield from words_of_points(passage.points)


def words_of_group(group: Group) -> Iterator[Text]:
    yield from words_of_passages(group.background)
    yield from words_of_passages(group.evidence)
    yield from (text for text in (group.evidence_title, group.quick_guide_title) if text)
    for action in group.actions:
        yield from (text for text in (action.text, action.under, action.introduction, action.quick_guide) if text)


def words_of_section(section: Section, document: str) -> Iterator[Text]:
    if section.slug not in OWN_HEADINGS[document]:
        yield section.title
    yield from words_of_passages(section.passages)
    yield from words_of_points(section.members)


def words_of(whole: Framework, document: str) -> Iterator[Text]:
    for foreword in whole.forewords:
        yield from (foreword.heading, foreword.role)
        yield from words_of_passages(foreword.passages)
    for section in whole.sections:
        yield from words_of_section(section, document)
    for group in whole.groups:
        yield from words_of_group(group)
    for footnote in whole.all_footnotes:
        if footnote.text:
            yield footnote.text


@pytest.mark.parametrize(
    ("slug", "document", "least"),
    [("reoffending-2018-2023", FRAMEWORK, 200), ("female-offending-blueprint", BLUEPRINT, 45)],
)
def test_every_word_stands_in_the_document(slug: str, document: str, least: int) -> None:
    text = source(document)
    found = [words.en for words in words_of(framework(slug), document)]

    strangers = [words for words in found if plain(words) not in text]
    assert strangers == []
    assert len(found) >= least


@pytest.mark.parametrize("code", "ABCDEF")
def test_the_title_of_a_group_is_the_heading_of_its_chapter(code: str) -> None:
    group = next(group for group in framework("reoffending-2018-2023").groups if group.code == code)
    assert f"{code}. {group.title.en}" in source(FRAMEWORK)


def test_nothing_of_the_document_is_left_out() -> None:
    """Take out of the document, from its introduction on, every word that the content has: only its fixed headings stay."""
    whole = framework("reoffending-2018-2023")
    text = source(FRAMEWORK)
    text = text[text.index("Introduction This Framework") : text.index("Footnotes 1. ")]
    text = re.sub(r"<[^>]+>", " ", text)
    known = {plain(words.en) for words in words_of(whole, FRAMEWORK)}
    known |= {f"{group.code}. {group.title.en}" for group in whole.groups}
    known |= {indicator.words.en for indicator in indicators()}
    known |= {"Indicators of Effectiveness", "Background", "Evidence of Need", "Actions for Improvement"}
    for words in sorted(known, key=len, reverse=True):
        text = text.replace(words, " ")

    assert set(text.split()) <= {"-", "–", "."}


def test_the_actions_of_a_chapter_are_complete_and_in_order() -> None:
    text = (source(FRAMEWORK)).split("Actions for Improvement")[1:]
    for group, following in zip(framework("reoffending-2018-2023").groups, text, strict=True):
        listed = following.split("Indicators of Effectiveness")[0]
        assert " ".join(action.text.en for action in group.actions) == listed.strip()


def test_a_figure_is_a_stretch_of_its_paragraph() -> None:
    whole = framework("reoffending-2018-2023")
    holders = [passage for group in whole.groups for passage in group.background + group.evidence]
    holders += [passage for section in whole.sections for passage in section.passages]
    points = [point for holder in holders for point in holder.points]
    found = 0
    for holder in [*holders, *points]:
        for figure in holder.figures:
            assert holder.text is not None
            assert figure.words in holder.text.en
            found += 1
            if figure.unit != "times" and figure.value != 25:  # "a quarter" is written in words
                assert f"{figure.value:g}" in figure.words.replace(",", "")
    assert found == 26


def test_each_footnote_is_cited_once_so_that_its_way_back_is_one() -> None:
    whole = framework("reoffending-2018-2023")
    numbers = [footnote.number for footnote in whole.all_footnotes]
    assert numbers == list(range(1, 16))

    holders = [passage for group in whole.groups for passage in group.background + group.evidence]
    holders += [passage for section in whole.sections for passage in section.passages]
    cited = [number for holder in holders for number in holder.footnotes]
    cited += [number for holder in holders for point in holder.points for number in point.footnotes]
    assert sorted(cited) == numbers


def test_the_addresses_of_the_footnotes_are_the_printed_ones() -> None:
    printed = chapter(FRAMEWORK, "Footnotes")
    for footnote in framework("reoffending-2018-2023").all_footnotes:
        if footnote.url:
            assert f"<{str(footnote.url).removeprefix('http://')}" in printed or f"<{footnote.url}" in printed
