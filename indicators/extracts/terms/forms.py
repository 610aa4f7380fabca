"""What people fill in to tell what a word means. The rules are those of `telling.check`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.extracts.layouts import Layout
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Term
from indicators.extracts.terms.known import HEADING, meanings
from indicators.extracts.terms.telling import AlreadyKnown, NotTellable, Personal, check
from indicators.extracts.terms.unknown import Unknown


def why_not(layout: Layout, column: str, error: ValueError) -> str:
    """Why a word's meaning cannot be told, in the active language."""
    if isinstance(error, AlreadyKnown):
        known = dict(meanings(layout, column)).get(error.meaning, error.meaning)
        return _("This is known already: it means “%(meaning)s”.") % {"meaning": known}
    if isinstance(error, Personal):
        return _("This holds a date or the number of a person, and is not remembered. Correct it in the file.")
    return _("Write the word as it stands in the file, with at least one letter or digit.")


class TellForm(forms.Form):
    text = forms.CharField(
        max_length=Term.LONGEST,
        label=gettext_lazy("As it stands in the file"),
        help_text=gettext_lazy("Capitals, spaces, dashes and brackets make no difference. Never the name of a person."),
        error_messages={"required": gettext_lazy("Write the word as it stands in the file.")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, layout: Layout, column: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.layout, self.column = layout, column
        self.fields["meaning"] = forms.ChoiceField(
            choices=[("", _("Choose")), *meanings(layout, column)],
            label=_("What it means"),
            error_messages={"required": _("Choose what it means.")},
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("text") and values.get("meaning"):
            try:
                check(self.layout.source, self.column, values["text"], values["meaning"])
            except (AlreadyKnown, NotTellable, Personal) as error:
                self.add_error("text", why_not(self.layout, self.column, error))
        return values


class UnknownForm(forms.Form):
    """A choice for each word that an extract's check did not know; one left blank stays unknown."""

    def __init__(self, layout: Layout, words: Sequence[Unknown], data: Any = None) -> None:
        super().__init__(data)
        self.words = {f"{word.column}|{plain(word.text)}": word for word in words}
        for name, word in self.words.items():
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Leave it unknown")), *meanings(layout, word.column)],
                required=False,
                initial=word.meaning,
                label=word.text,
                help_text=_where(word),
            )

    @property
    def told(self) -> list[tuple[Unknown, str]]:
        """The words that were given another meaning than they have, with it; "" where it is taken away."""
        return [(word, self.cleaned_data[name]) for name, word in self.words.items() if self.cleaned_data[name] != word.meaning]


def _where(word: Unknown) -> str:
    if word.column == HEADING:
        return _("A heading of the file")
    values = {"column": word.column, "rows": word.rows}
    return ngettext("Column %(column)s, in %(rows)s row", "Column %(column)s, in %(rows)s rows", word.rows) % values
