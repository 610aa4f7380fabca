from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.commentary.models import LONGEST, Commentary
from wales_framework.forms import ParagraphsField


class CommentaryForm(forms.Form):
    """A commentary in both languages: plain text, a blank line between paragraphs."""

    text_en = ParagraphsField(
        label=_("In English"),
        help_text=_("Plain text; leave a blank line between paragraphs."),
        rows=8,
        max_length=LONGEST,
        required=False,
    )
    text_cy = ParagraphsField(
        label=_("In Welsh"),
        help_text=_("May follow while the release is a draft; a release with a text in one language only cannot be submitted."),
        rows=8,
        lang="cy",
        max_length=LONGEST,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, commentary: Commentary | None = None) -> None:
        initial = {"version": 0}
        if commentary is not None:
            initial = {name: getattr(commentary, name) for name in ("text_en", "text_cy", "version")}
        super().__init__(data, initial=initial)
