"""What a translator sends back: a CSV as the page for translators gives it, with better Welsh in its last column."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from wales_framework.language import catalogues
from wales_framework.language.drafts import MESSAGES, Entry

COLUMNS = ("part", "place", "english", "welsh", "better")
AS_IT_IS = "="  # in the last column: the Welsh is right


class BadTranslations(ValueError):
    """A file that is not what the page for translators gives; says the row and the remedy."""


@dataclass
class Taken:
    """What was done with a file: messages changed or found right, rows of content to change by hand, rows left alone."""

    changed: int = 0
    right: int = 0
    by_hand: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def as_row(entry: Entry) -> tuple[str, ...]:
    """A text as a row of the file; before what a spreadsheet would take for a formula an apostrophe, which `take` leaves out."""
    return (entry.part, entry.place, _safe(entry.english), _safe(entry.welsh), "")


def take(file: TextIO) -> Taken:
    """Write the better Welsh of a file's messages into the catalogue and take their draft marks away.

    A row whose last column is empty is left alone; "=" there says that the Welsh is right as it is. The forms of a plural are
    lines of one cell. Raises BadTranslations, and then nothing is written, for other columns and for a plural with other forms
    than six.
    """
    reader = csv.DictReader(file)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadTranslations(f"The first row must be {', '.join(COLUMNS)}, as in the file from the page for translators.")
    catalog, done = catalogues.existing(), Taken()
    messages = {_joined(message.id): message for message in catalog if message.id}
    for number, row in enumerate(_told(reader), start=2):
        if row is None:
            continue
        english, better = row
        message = messages.get(english)
        if message is None:
            done.unknown.append(english)
            continue
        if better == AS_IT_IS:
            done.right += 1
        elif isinstance(message.string, str):
            message.string = better
            done.changed += 1
        else:
            forms = better.split("\n")
            if len(forms) != catalog.num_plurals:
                raise BadTranslations(f"Row {number}: a plural has {catalog.num_plurals} forms, a line each, not {len(forms)}.")
            message.string = tuple(forms)
            done.changed += 1
        message.auto_comments = [comment for comment in message.auto_comments if comment != catalogues.DRAFT]
    file.seek(0)
    done.by_hand = [f"{row['part']} {row['place']}" for row in csv.DictReader(file) if row["better"] and row["part"] != MESSAGES]
    if done.changed or done.right:
        catalogues.write(catalog)
    return done


def _told(rows: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str] | None]:
    """English and better Welsh of each row of messages, None for the others."""
    for row in rows:
        is_told = row["part"] == MESSAGES and (row["better"] or "").strip()
        yield (_plain(row["english"]), _plain(row["better"].strip())) if is_told else None


def _joined(english: str | tuple[str, ...] | list[str]) -> str:
    return english if isinstance(english, str) else "\n".join(english)


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "'") else text


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r", "'") else text
