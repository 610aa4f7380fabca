"""How the API says what is wrong: a sentence, and what to do about it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

REMEDIES: dict[int, Promise] = {
    401: _("Sign in, or send a token that you made on the page of tokens: “Authorization: Bearer” and the token."),
    403: _("The page “Who may do what” says who may do this. Ask an administrator if it should be you."),
    404: _("Look at the list that has it: its address is this one without the last part."),
    405: _("The description of the API at /api/schema says what can be asked of each address."),
    406: _("Ask for JSON or CSV, by the header Accept or by “format”."),
    415: _("Send the file as multipart/form-data."),
    429: _("Wait as many seconds as the header Retry-After says, and ask for more at once instead of more often."),
}


class ParameterProblem(Protocol):
    """A parameter that means nothing, and what would."""

    @property
    def parameter(self) -> str: ...

    @property
    def value(self) -> str: ...

    @property
    def allowed(self) -> Sequence[str]: ...


class Repeated(NamedTuple):
    """A parameter that has one value, and was given several."""

    parameter: str
    value: str
    allowed: tuple[str, ...] = ()


class RefusalSerializer(serializers.Serializer[object]):
    """Why something was refused, and what to do."""

    detail = serializers.CharField()
    remedy = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """A parameter that means nothing, and what would."""

    parameter = serializers.CharField()
    value = serializers.CharField()
    allowed = serializers.ListField(child=serializers.CharField())


class ProblemsSerializer(serializers.Serializer[object]):
    """The answer to a query with a mistake."""

    detail = serializers.CharField()
    problems = ProblemSerializer(many=True)


def explained(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's answer with a remedy beside what is wrong."""
    response = exception_handler(exc, context)
    if response is not None and isinstance(response.data, dict) and "detail" in response.data:
        remedy = REMEDIES.get(response.status_code)
        if remedy is not None:
            response.data.setdefault("remedy", str(remedy))
    return response


def problems_as_json(problems: Iterable[ParameterProblem]) -> dict[str, Any]:
    """`{"detail": sentence, "problems": [{"parameter", "value", "allowed"}]}`, the sentence in the reader's language."""
    found = [{"parameter": p.parameter, "value": p.value, "allowed": list(p.allowed)} for p in problems]
    sentence = ngettext(
        "%(count)d part of this query is not known; “allowed” lists what is.",
        "%(count)d parts of this query are not known; “allowed” lists what is.",
        len(found),
    )
    return {"detail": sentence % {"count": len(found)}, "problems": found}


def demand_once(query: QueryDict, names: Iterable[str]) -> None:
    """Raises ValidationError (400) where a parameter of one value is there several times: whoever asks so would be answered to
    another question than theirs, as only the last one counts."""
    found = [Repeated(name, ", ".join(query.getlist(name))) for name in names if len(query.getlist(name)) > 1]
    if found:
        told = _("A parameter that takes one value is there several times: %(names)s.")
        names_told = ", ".join(one.parameter for one in found)
        raise ValidationError({**problems_as_json(found), "detail": told % {"names": names_told}})
