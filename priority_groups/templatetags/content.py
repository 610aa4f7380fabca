"""Content in templates: words with their language marked, figures as readers write them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from priority_groups.content import Figure, Text

register = template.Library()


@register.filter
def words(text: Text) -> str | SafeString:
    """`{{ group.title|words }}`: the words in the page's language; those that fall back to English are marked as English,
    so that a screen reader speaks them rightly."""
    if text.lang == (get_language() or "en").split("-")[0]:
        return str(text)
    return format_html('<span lang="{}">{}</span>', text.lang, text)


@register.filter
def number(figure: Figure) -> str:
    """`{{ figure|number }}`: "17%", "22,500", "14 times", "£7–10 billion"."""
    digits = _digits(figure.value)
    if figure.up_to is not None:
        digits = f"{digits}–{_digits(figure.up_to)}"
    if figure.unit == "percent":
        return f"{digits}%"
    if figure.unit == "times":
        return ngettext("%(number)s time", "%(number)s times", round(figure.value)) % {"number": digits}
    if figure.unit == "billion_pounds":
        return _("£%(number)s billion") % {"number": digits}
    return digits


@register.filter
def precision(figure: Figure) -> str:
    """`{{ figure|precision }}`: how exact the document says the figure is; empty where it says nothing."""
    return {"exact": "", "about": _("about"), "more_than": _("more than")}[figure.precision]


def _digits(value: float) -> str:
    """Thousands by comma, as both languages write them, and no decimals that the document does not have."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"
