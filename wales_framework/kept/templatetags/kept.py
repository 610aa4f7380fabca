"""`{% kept %}…{% endkept %}`: a part of a page that is made once (see wales_framework.kept.keeping). `{% same %}` and
`{% figure_row %}`: small pieces that a page has hundreds of times; `data_script`: a large one."""

import json
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any, NoReturn

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.base import NodeList, Parser, Token
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wales_framework.kept.keeping import NAME, KeptPage

register = template.Library()


class OfOnePerson(Exception):
    """A kept part asks who reads it, and would show one person what is another's. A mistake of its template."""


class Nobody:
    """Stands for the reader in a kept part: it cannot be asked anything."""

    def __getattr__(self, name: str) -> NoReturn:
        raise OfOnePerson(name)

    __getitem__ = __getattr__


# What could end a script or begin a comment in it.
ENDING = (("&", r"\u0026"), ("<", r"\u003C"), (">", r"\u003E"))
HIDDEN = {name: Nobody() for name in ("may", "user", "perms", "messages", "csrf_token", "navigation")}


class KeptNode(template.Node):
    def __init__(self, part: str, nodelist: NodeList) -> None:
        self.part, self.nodelist = part, nodelist

    def render(self, context: template.Context) -> SafeString:
        kept: KeptPage = context[NAME]
        if (found := kept.read(self.part)) is not None:
            return SafeString(found)
        with context.push(**(HIDDEN if kept.key else {}), **kept.made):
            written = self.nodelist.render(context)
        kept.keep(self.part, written)
        return written


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept %}`, or `{% kept name %}` for each of several parts of one page."""
    name = token.split_contents()[1:]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name[0] if name else "", nodelist)


@register.simple_tag
def same(name: str, **values: str) -> SafeString:
    """`{% same "components/symbol.html" symbol=cell.symbol %}`: include a template that depends on nothing but a few words and
    the language. It is rendered once for each of these: that takes as long as the rest of a table's cell."""
    return _rendered(name, get_language(), tuple(values.items()))


@register.simple_tag
def figure_row(row: Mapping[str, Any]) -> SafeString:
    """A row of components/data_table.html, which says what it has. Tables of figures have a thousand cells: written by a template
    they take longer than all the rest of their page."""
    total = " app-table__total" if row.get("total") else ""
    name, url, note = escape(str(row["name"])), row.get("url"), row.get("note")
    led = f'<a class="govuk-link" href="{escape(str(url))}">{name}</a>' if url else name
    noted = _detail(str(note)) if note else ""
    heading = f'<th scope="row" class="govuk-table__header">{led}{noted}</th>'
    return SafeString(f'<tr class="govuk-table__row{total}">{heading}{"".join(map(_cell, row["cells"]))}</tr>')


@register.filter
def data_script(value: object) -> SafeString:
    """What a page's script reads, as Django's `json_script` writes it; that translates each letter by itself, which takes ten
    milliseconds for the charts of a page."""
    text = json.dumps(value, cls=DjangoJSONEncoder, separators=(",", ":"))
    for letter, written in ENDING:
        text = text.replace(letter, written)
    return SafeString(f'<script type="application/json">{text}</script>')


def _cell(cell: Mapping[str, str]) -> str:
    """`text`, `symbol` and `detail`."""
    text, symbol, detail = escape(cell["text"]), cell.get("symbol", ""), cell.get("detail", "")
    sign = same("components/symbol.html", symbol=symbol).strip() if symbol else ""
    between = " " if text and sign else ""
    told = _detail(detail) if detail else ""
    return f'<td class="govuk-table__cell govuk-table__cell--numeric">{text}{between}{sign}{told}</td>'


def _detail(words: str) -> str:
    return f' <span class="app-table__detail">{escape(words)}</span>'


@lru_cache(maxsize=1024)
def _rendered(name: str, language: str | None, values: tuple[tuple[str, str], ...]) -> SafeString:
    """`language` is the active one, which is given to tell one from another."""
    return SafeString(get_template(name).render(dict(values)))
