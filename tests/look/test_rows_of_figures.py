"""Rows of tables of figures and what scripts read, which are not written by a template: what they say is escaped, and symbols
are explained."""

import json
from html import escape
from typing import Any

from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wales_framework.kept.templatetags.kept import data_script

ROW = Template("{% load kept %}{% figure_row row %}")
HEAD = '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">'
CELL = '<td class="govuk-table__cell govuk-table__cell--numeric">'
HOSTILE = '"><script>alert(1)</script>'
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def row(*cells: dict[str, str], **more: Any) -> str:
    return ROW.render(Context({"row": {"name": "2024", "cells": cells, **more}}))


def cell(text: str, symbol: str = "", detail: str = "") -> str:
    written = row({"text": text, "symbol": symbol, "detail": detail})
    assert written.startswith(f"{HEAD}2024</th>{CELL}") and written.endswith("</td></tr>")
    return written.removeprefix(f"{HEAD}2024</th>").removesuffix("</tr>")


def test_a_number_its_symbol_and_what_it_is_made_of() -> None:
    assert cell("12.5") == f"{CELL}12.5</td>"
    assert cell("", "c").startswith(f'{CELL}<abbr class="app-symbol app-symbol--c" title="suppressed')
    assert f"{CELL}12.5 <abbr" in cell("12.5", "p") and ">p</abbr></td>" in cell("12.5", "p")
    assert cell("12.5", "", "1 of 8") == f'{CELL}12.5 <span class="app-table__detail">1 of 8</span></td>'
    with translation.override("cy"):
        assert "suppressed" not in cell("", "c")


def test_what_looks_like_markup_is_text() -> None:
    written = row({"text": HOSTILE, "symbol": "", "detail": HOSTILE}, name=HOSTILE, url=HOSTILE, note=HOSTILE)
    assert "<script" not in written and written.count(escape(HOSTILE)) == 5
    assert cell("1", "<script>") == f"{CELL}1</td>"  # of unknown symbols nothing is shown


def test_several_stand_in_their_order() -> None:
    assert row({"text": "1"}, {"text": "2"}) == f"{HEAD}2024</th>{CELL}1</td>{CELL}2</td></tr>"


def test_a_heading_leads_somewhere_has_a_note_and_may_be_a_total() -> None:
    assert row(url="/a?b=1&c=2").startswith(f'{HEAD}<a class="govuk-link" href="/a?b=1&amp;c=2">2024</a></th>')
    assert row(note="ready soon").startswith(f'{HEAD}2024 <span class="app-table__detail">ready soon</span></th>')
    assert row(total=True).startswith('<tr class="govuk-table__row app-table__total">')


@given(DATA)
def test_what_a_script_reads_is_whole_and_cannot_end_it(data: Any) -> None:
    begin, end = '<script type="application/json">', "</script>"
    written = data_script(data)
    assert written.startswith(begin) and written.endswith(end)
    inside = written[len(begin) : -len(end)]
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == data
