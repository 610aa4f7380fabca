"""The parameters of `observations`, as the schema tells them: the codes of the catalogue, so they cannot fall behind it."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from reporting.selection import PERIOD_EXAMPLES, choices

MEANINGS = {
    "cohort": "The people counted; all is everyone, for comparison.",
    "measure": "What is counted.",
    "indicator": "An indicator of the Framework; a comparison belongs to none.",
    "group": "A priority group: all its indicators.",
    "area": "Code of Wales, a region, a local authority, or England and Wales.",
    "breakdown": "How figures are divided; none for those that are not.",
    "category": "A part of a breakdown; none for totals.",
    "kind": "Kinds of periods: quarters, or years that end in March, June, September or December.",
    "origin": "Whether figures were already published elsewhere, or counted from records by this service.",
}


def codes_parameter(name: str, codes: tuple[str, ...]) -> OpenApiParameter:
    """A parameter that takes these codes, one or several."""
    return OpenApiParameter(
        name,
        description=f"{MEANINGS[name]} Several: repeat the parameter, or separate with commas.",
        enum=codes,
        many=True,
        explode=True,
    )


def _period(name: str, meaning: str) -> OpenApiParameter:
    examples = [OpenApiExample(code, code) for code in PERIOD_EXAMPLES]
    return OpenApiParameter(name, description=meaning, examples=examples)


OBSERVATION_PARAMETERS = [
    *(codes_parameter(name, codes) for name, codes in choices().items()),
    _period("from", "Periods that end with this one or later, of any length: 2023Q1 or YE2019-03."),
    _period("to", "Periods that end with this one or earlier."),
    OpenApiParameter("release", description="A published release, R3 or 3; without it, or as latest, the latest."),
    OpenApiParameter("format", description="Without it the Accept header decides; JSON otherwise.", enum=["json", "csv"]),
]
