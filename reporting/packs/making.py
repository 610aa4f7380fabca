"""Make the PDF of an edition: collect, draw, set, with progress that is true at every step."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils import translation

from indicators.trust import trust
from reporting.packs import collecting
from reporting.packs.document import document
from reporting.packs.methods import methods_in_short
from reporting.packs.typesetting import render
from reporting.packs.verdicts import summary
from reporting.published import Edition
from wales_framework.jobs.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF."""

    pdf: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """Its SHA-256 as hexadecimal digits."""
        return sha256(self.pdf).hexdigest()


def make(edition: Edition, language: str, progress: Progress = silent) -> Made:
    """The pack of an edition in a language; the same edition and language give the same bytes."""
    with translation.override(language):
        framework = collecting.framework_of_packs()
        total = len(framework.groups)
        groups, found = [], edition.findings()
        for done, group in enumerate(framework.groups):
            progress("collecting", done, total, "groups")
            groups.append(collecting.group_part(edition, framework, group, found))
        progress("collecting", total, total, "groups")
        data = document(
            collecting.facts(edition, framework),
            groups,
            collecting.comparison(edition),
            collecting.sources(edition),
            summary(found, trust(edition.testing), translation),
            methods_in_short(framework, translation),
            language,
            translation,
            lambda done, of: progress("drawing", done, of, "groups"),
        )
        progress("typesetting")
        pdf, pages = render(data)
        progress("typesetting", pages, pages, "pages")
    return Made(pdf, pages)
