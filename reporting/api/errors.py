"""How the API says what is wrong with a query."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

from reporting.selection import Problem


def problems_as_json(problems: Iterable[Problem]) -> dict[str, Any]:
    """`{"detail": sentence, "problems": [{"parameter", "value", "allowed"}]}`, the sentence in the reader's language."""
    found = [{"parameter": p.parameter, "value": p.value, "allowed": list(p.allowed)} for p in problems]
    sentence = ngettext(
        "%(count)d part of this query is not known; “allowed” lists what is.",
        "%(count)d parts of this query are not known; “allowed” lists what is.",
        len(found),
    )
    return {"detail": sentence % {"count": len(found)}, "problems": found}
