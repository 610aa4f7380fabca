"""How the API says what is wrong with a query."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

from reporting.selection import Problem


def problems_as_json(problems: Iterable[Problem]) -> dict[str, Any]:
    """`{"detail": sentence, "problems": [{"parameter", "value", "allowed"}]}`, the sentence in the reader's language."""
    found = [{"parameter": p.parameter, "value": p.value, "allowed": list(p.allowed)} for p in problems]
    sentence = ngettext(
        "%(count)d parameter of this address means nothing here: see “allowed”.",
        "%(count)d parameters of this address mean nothing here: see “allowed”.",
        len(found),
    )
    return {"detail": sentence % {"count": len(found)}, "problems": found}
