"""Sentences about extracts that several pages say."""

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.extracts.models import Extract
from indicators.extracts.reading import Unreadable


def trail() -> list[tuple[str, str]]:
    """The way here, for the breadcrumbs."""
    return [(_("Extracts"), reverse("extracts:list"))]


def refusal(error: Unreadable) -> str:
    """Why a file is refused and what to do, with the row where there is one."""
    parts = [str(error.words.message)]
    if error.row is not None and error.row > 1:
        parts.append(_("The first is row %(row)s.") % {"row": error.row})
    if error.words.row is not None:
        parts.append(str(error.words.row) % error.params)
    return " ".join([*parts, str(error.words.guidance)])


def already_here(extract: Extract) -> str:
    """What became of the same file when it was uploaded before."""
    values = {"name": extract.name}
    if extract.state == Extract.State.LOADED:
        return _("The very same file is already loaded, as %(name)s. Nothing was uploaded again.") % values
    if extract.state == Extract.State.SUPERSEDED:
        return (
            _("The very same file was loaded before, as %(name)s, and newer figures took its place. You can put it back here.")
            % values
        )
    return _("The very same file was uploaded before, as %(name)s. This is how far it has come.") % values
