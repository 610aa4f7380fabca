"""The cells of tables of figures, which are not written by a template: what they say is escaped, and symbols are explained."""

from django.template import Context, Template
from django.utils import translation

TABLE = Template("{% load kept %}{% cells cells %}")
CELL = '<td class="govuk-table__cell govuk-table__cell--numeric">'


def written(text: str, symbol: str = "", detail: str = "") -> str:
    return TABLE.render(Context({"cells": [{"text": text, "symbol": symbol, "detail": detail}]}))


def test_a_number_its_symbol_and_what_it_is_made_of() -> None:
    assert written("12.5") == f"{CELL}12.5</td>"
    assert written("", "c").startswith(f'{CELL}<abbr class="app-symbol app-symbol--c" title="suppressed')
    assert f"{CELL}12.5 <abbr" in written("12.5", "p") and ">p</abbr></td>" in written("12.5", "p")
    assert written("12.5", "", "1 of 8") == f'{CELL}12.5 <span class="app-table__detail">1 of 8</span></td>'
    with translation.override("cy"):
        assert "suppressed" not in written("", "c")


def test_what_looks_like_markup_is_text() -> None:
    assert "<b>" not in written("<b>", "", "<b>") and written("<b>", "", "<b>").count("&lt;b&gt;") == 2
    assert written("1", "<script>") == f"{CELL}1</td>"  # of unknown symbols nothing is shown


def test_several_stand_in_their_order() -> None:
    assert TABLE.render(Context({"cells": [{"text": "1"}, {"text": "2"}]})) == f"{CELL}1</td>{CELL}2</td>"
