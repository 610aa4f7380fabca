"""Text in two languages, and the base of every piece of content."""

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict


class Content(BaseModel):
    """Base of every content schema: unknown keys are errors and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Content):
    """Words a reader sees. `str(text)` is in the active language, and in English where there is no Welsh yet.

    `checked` says that a translator, or the official source, stands behind the Welsh; until then it is a draft.
    """

    en: str
    cy: str | None = None
    checked: bool = False

    def __str__(self) -> str:
        return self.within(get_language() or "en")

    @property
    def lang(self) -> str:
        """Language of what `str(self)` gives now: a template marks it when it is not the page's own."""
        return self.lang_within(get_language() or "en")

    def within(self, language: str) -> str:
        """The words for a page in `language` ("en", "cy", "cy-gb" …)."""
        return self.cy if self.cy is not None and self.lang_within(language) == "cy" else self.en

    def lang_within(self, language: str) -> str:
        """Language of what `within(language)` gives: "cy" only where Welsh is asked for and there."""
        return "cy" if self.cy is not None and language.split("-")[0] == "cy" else "en"
