"""Make the PDF of an edition: collect, draw, set, with progress that is true at every step."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils import translation

from reporting.packs.choice import Choice, framework_of_packs
from reporting.packs.collecting import material
from reporting.packs.document import document, summary_document
from reporting.packs.methods import methods_in_short
from reporting.packs.typesetting import render
from reporting.published import Edition
from reporting.wording import wording
from wales_framework.jobs.progress import Progress, silent

WHOLE = Choice()


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF."""

    pdf: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """Its SHA-256 as hexadecimal digits."""
        return sha256(self.pdf).hexdigest()


def make(edition: Edition, language: str, progress: Progress = silent, choice: Choice = WHOLE) -> Made:
    """The pack of an edition in a language; the same edition, language and choice give the same bytes."""
    with translation.override(language):
        t = wording()
        found = material(edition, choice, lambda done, of: progress("collecting", done, of, "groups"))
        if choice.is_summary:
            data = summary_document(found, language, t)
        else:
            methods = methods_in_short(framework_of_packs(), t)
            data = document(found, methods, language, t, lambda done, of: progress("drawing", done, of, "groups"))
        progress("typesetting")
        pdf, pages = render(data, "summary.typ" if choice.is_summary else "pack.typ")
        progress("typesetting", pages, pages, "pages")
    return Made(pdf, pages)
