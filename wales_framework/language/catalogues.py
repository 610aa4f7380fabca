"""Extract, merge, compile and check the catalogue of Welsh messages."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
DRAFT = "draft"  # the comment of a Welsh text that no translator has read yet
ROOMS = ("wales_framework", "priority_groups", "indicators", "reporting", "templates")
LAZY = {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if "gettext" in name}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}  # noop: stored as it is, translated when it is shown
# What a translation has to keep as it is: placeholders, tags of HTML, converters of an address.
KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w+\}|<[^<>]+>")


def extract_template(fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel extraction method for Django templates: Django turns them into calls, Babel reads those line by line."""
    for number, line in enumerate(templatize(fileobj.read().decode()).splitlines(), start=1):
        calls = io.BytesIO(line.strip().encode())
        for _, function, messages, comments in extract_python(calls, keywords, comment_tags, {"encoding": "utf-8"}):
            yield number, function, messages, comments


# Babel's own annotation knows only methods by name, its code takes functions too.
METHODS: Any = [("**.py", "python"), ("**.html", extract_template), ("**.txt", extract_template)]


def template() -> Catalog:
    """Every message of the code and the templates, without translations."""
    catalog = Catalog(charset="utf-8")
    for room in ROOMS:
        found = extract_from_dir(
            ROOT / room,
            method_map=METHODS,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, _, message, comments, context in found:
            catalog.add(message, None, [(os.path.join(room, name), 0)], auto_comments=comments, context=context)
    return catalog


def existing() -> Catalog:
    """The Welsh catalogue as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="cy", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="cy", charset="utf-8")


def merge() -> Catalog:
    """The Welsh catalogue with the messages of today: new ones empty, those gone left out, draft marks kept."""
    catalog = existing()
    drafts = {_key(message) for message in catalog if DRAFT in message.auto_comments}
    catalog.update(template(), no_fuzzy_matching=True)
    for message in catalog:
        if _key(message) in drafts:
            message.auto_comments = [DRAFT, *(comment for comment in message.auto_comments if comment != DRAFT)]
    catalog.obsolete.clear()
    return catalog


def write(catalog: Catalog) -> None:
    """Write the .po file; without line numbers and dates, so that it changes only when a message does."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, include_lineno=False, omit_header=False)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team")
    lines = [line for line in out.getvalue().decode().splitlines() if not any(f'"{name}' in line for name in dated)]
    PO.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def compile_catalogue() -> Path:
    """Write the .mo file beside the .po file; returns its path."""
    target = PO.with_suffix(".mo")
    out = io.BytesIO()
    write_mo(out, existing())
    fresh = target.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(out.getvalue())
    fresh.replace(target)
    return target


def faults() -> list[str]:
    """What is wrong with the Welsh catalogue: messages missing, left over, empty, or with other placeholders."""
    wanted = {_key(message): message for message in template() if message.id}
    welsh = existing()
    present = {_key(message): message for message in welsh if message.id}
    found = [f"not in the catalogue: {key}" for key in wanted if key not in present]
    found += [f"no longer used: {key}" for key in present if key not in wanted]
    for key, message in present.items():
        if not all(_texts(message)):
            found.append(f"no Welsh: {key}")
        found += [f"{error}: {key}" for error in message.check(welsh)]
        found += [f"{error}: {key}" for error in _changed(message)]
    return found


def _changed(message: Message) -> Iterator[str]:
    """What the Welsh does not keep of the English. A plural's number may be a word, except in the form for all numbers."""
    texts = _texts(message)
    wanted = set(KEPT.findall(message.id if isinstance(message.id, str) else message.id[-1]))
    for place, text in enumerate(texts):
        kept = set(KEPT.findall(text))
        if unknown := kept - wanted:
            yield f"not in the English: {', '.join(sorted(unknown))}"
        # A number without a name cannot be left out: formatting would fail.
        needed = wanted if place == len(texts) - 1 else {one for one in wanted if one.startswith(("%d", "%s", "<"))}
        if text and (lost := needed - kept):
            yield f"lost in the Welsh: {', '.join(sorted(lost))}"


def _texts(message: Message) -> list[str]:
    """The Welsh of a message, or each of the forms of a plural; "" where there is none."""
    return [message.string or ""] if isinstance(message.string, (str, NoneType)) else list(message.string)


def _key(message: Message) -> tuple[Any, str | None]:
    return (message.id if isinstance(message.id, str) else tuple(message.id), message.context)
