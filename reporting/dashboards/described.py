"""The description of a CSV file for programs: CSV on the Web (W3C), beside the file and named in its answer."""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from reporting.dashboards.columns import LABELS, MEANINGS
from reporting.published import COLUMNS, Edition

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
EMPTY_FOR_SOME = ("group", "indicator", "breakdown", "category", "symbol", "vintage", *NUMBERS)
KEY = ("release", "cohort", "measure", "area_code", "period", "breakdown", "category")
PERIOD = r"\d{4}Q[1-4]|YE\d{4}-(03|06|09|12)"
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SYMBOL = "[cxzupr]"


def described(edition: Edition | None, file: str) -> dict[str, Any]:
    """The metadata of `file`, an address; titles and descriptions in both languages."""
    about: dict[str, Any] = {"dc:publisher": "Positive Change", "dc:license": {"@id": LICENCE}}
    if edition is not None:
        about |= {
            "dc:title": f"Positive Change {edition.name}",
            "dc:modified": timezone.localtime(edition.published_at).date().isoformat(),
            "dc:identifier": edition.content_hash,
        }
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        **about,
        "tableSchema": {"columns": [_column(name) for name in COLUMNS], "primaryKey": list(KEY)},
    }


def _column(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "titles": {code: [name, str(label)] for code, label in _in_languages(name, LABELS).items()},
        "dc:description": [{"@value": str(text), "@language": code} for code, text in _in_languages(name, MEANINGS).items()],
        "datatype": _datatype(name),
        "required": name not in EMPTY_FOR_SOME,
    }


def _datatype(name: str) -> Any:
    if name in NUMBERS:
        return {"base": "integer", "minimum": 0} if name == "denominator" else "decimal"
    formats = {"period": PERIOD, "symbol": SYMBOL, "vintage": r"\d{4}-\d{2}", "release": r"R\d+"}
    return {"base": "string", "format": formats[name]} if name in formats else "string"


def _in_languages(name: str, words: Any) -> dict[str, str]:
    found = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(words[name])
    return found
