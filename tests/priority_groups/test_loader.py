"""A bad file fails with file, line and reason, whatever is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from priority_groups.content import Content, ContentError, Text, line_of, load_yaml


class Entry(Content):
    code: str
    count: int = 0


class Example(Content):
    title: Text
    day: date | None = None
    entries: tuple[Entry, ...] = ()


GOOD = """\
title: {en: Title, cy: Teitl}
day: 2024-02-29
entries:
  - code: a
    count: 1
  - code: b
"""

# name of the mistake: (file, line, words of the reason)
BAD = {
    "syntax": ("title: {en: Title\nday: 2024-02-29\n", 2, "expected ',' or '}'"),
    "tab": ("title:\n\ten: Title\n", 2, "cannot start any token"),
    "empty": ("# only a comment\n", 1, "is empty"),
    "not a mapping": ("- title\n", 1, "valid dictionary"),
    "unknown key": (GOOD + "colour: red\n", 7, "colour: Extra inputs are not permitted"),
    "unknown key inside": ("title:\n  en: Title\n  fr: Titre\n", 3, "title.fr: Extra inputs are not permitted"),
    "missing key": ("day: 2024-02-29\n", 1, "title: Field required"),
    "missing key inside": ("title: {en: Title}\nentries:\n  - code: a\n  - count: 2\n", 4, "entries.1.code: Field required"),
    "wrong type": (GOOD.replace("count: 1", "count: many"), 5, "entries.0.count: Input should be a valid integer"),
    "a word that YAML reads as true": ("title: {en: Yes}\n", 1, "title.en: Input should be a valid string"),
    "impossible date": (GOOD.replace("2024-02-29", "'2023-02-29'"), 2, "day: Input should be a valid date"),
    "duplicate key": (GOOD + "day: 2024-03-01\n", 7, "the key 'day' is already given on line 2"),
    "duplicate key inside": ("title:\n  en: One\n  en: Two\n", 3, "the key 'en' is already given on line 2"),
    "duplicate key in a list": (GOOD + "    code: c\n", 7, "the key 'code' is already given on line 6"),
    "control character": ("title: {en: Ti\x07tle}\n", 1, "U+0007"),
    "second document": (GOOD + "---\ntitle: {en: Two}\n", 7, "expected a single document"),
    "unknown tag": ("title: {en: !!python/name:os.system ''}\n", 1, "could not determine a constructor"),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_a_frozen_model(tmp_path: Path) -> None:
    example = load_yaml(written(tmp_path, GOOD), Example)

    assert [entry.code for entry in example.entries] == ["a", "b"]
    assert example.day == date(2024, 2, 29)
    with pytest.raises(ValueError, match="frozen"):
        example.day = None


@pytest.mark.parametrize("mistake", BAD)
def test_a_bad_file_names_file_line_and_reason(mistake: str, tmp_path: Path) -> None:
    text, line, reason = BAD[mistake]
    path = written(tmp_path, text)

    with pytest.raises(ContentError) as error:
        load_yaml(path, Example)

    assert error.value.line == line
    assert reason in error.value.reason
    assert str(error.value).startswith(f"{path}:{line}: ")


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "title: {en: Title}\nentries:\n  - count: 2\n  - {code: a, count: x}\nsize: 3\n")

    with pytest.raises(ContentError) as error:
        load_yaml(path, Example)

    assert [line for line, _ in error.value.faults] == [3, 4, 5]
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"absent.yaml:1: cannot be read: No such file"):
        load_yaml(tmp_path / "absent.yaml", Example)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_bytes("title:\n  en: Tŷ\n  cy: tê\n".encode().replace("ê".encode(), b"\xea"))

    with pytest.raises(ContentError, match=r"example.yaml:3: is not UTF-8 text"):
        load_yaml(path, Example)


def test_the_line_of_a_value_that_another_file_makes_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)

    assert line_of(path, ("entries", 1, "code")) == 6
    assert line_of(path, ("entries", 1, "absent")) == 6
    assert line_of(path, ("title",)) == 1
