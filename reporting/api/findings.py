"""What a release found, for programs: the verdicts that the pages show, with their reasons."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from reporting.api.parameters import codes_parameter
from reporting.api.views import BAD_QUERY, REFUSED, UNCHANGED, WITHDRAWN, ReadView, edition_of, etag, pairs
from reporting.published import Edition
from reporting.selection import BadSelection, Problem, Selection, choices
from reporting.verdicts import LOOKS, Verdict
from wales_framework.rest.errors import problems_as_json
from wales_framework.rest.paging import PARAMETERS as PAGING_PARAMETERS
from wales_framework.rest.paging import Paging, cut, refuse_cursor, rest_of, say_next

CODES = ("indicator", "group", "cohort", "measure", "area", "breakdown", "category")
PARAMETERS = (*CODES, "verdict", "release", "format")
COLUMNS = (
    "release", "indicator", "cohort", "measure", "area_code", "area_name", "breakdown", "category", "origin", "period",
    "direction", "verdict", "label", "sentence", "beside", "reason", "moved", "p_value", "q_value", "is_signal", "rank",
)  # fmt: skip


class FindingSerializer(serializers.Serializer[object]):
    """A verdict on a series with its reason, worked out from the figures that are published and from nothing else."""

    release = serializers.CharField(help_text="The release that says so: R3.")
    indicator = serializers.CharField()
    cohort = serializers.CharField()
    measure = serializers.CharField()
    area_code = serializers.CharField()
    area_name = serializers.CharField(help_text="In the language of Accept-Language, en or cy.")
    breakdown = serializers.CharField(help_text="Empty for a total.")
    category = serializers.CharField(help_text="Empty for a total.")
    origin = serializers.ChoiceField(choices=["published", "counted"])
    period = serializers.CharField(help_text="Of the latest figure that is shown; empty where none is.")
    direction = serializers.ChoiceField(choices=["up", "down", "none"], help_text="Which way is good.")
    verdict = serializers.ChoiceField(choices=list(LOOKS))
    label = serializers.CharField(help_text="The verdict in words.")  # type: ignore[assignment]
    sentence = serializers.CharField(help_text="The reason in words.")
    beside = serializers.CharField(help_text="How a region compares with the rest of Wales; empty where that is not told.")
    reason = serializers.CharField(help_text="The reason as a code.")
    moved = serializers.IntegerField(help_text="-1 down, 1 up, 0 neither, of what the verdict says.")
    p_value = serializers.FloatField(allow_null=True, help_text="Null where nothing was tested.")
    q_value = serializers.FloatField(allow_null=True, help_text="After control of the false discovery rate over the release.")
    is_signal = serializers.BooleanField()
    rank = serializers.IntegerField(allow_null=True, help_text="Among the signals, 1 first.")


class FindingsCSV(BaseRenderer):
    """The same columns as CSV, with a heading."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """`data`: a list of rows."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in data)
        return out.getvalue().encode()


class Findings(ReadView):
    reads_an_edition = True
    renderer_classes = [JSONRenderer, FindingsCSV]

    @extend_schema(
        operation_id="findings",
        summary="What a release found: verdicts and their reasons",
        description="All that pass every filter, in one answer or in pages. Of the latest release unless `release` "
        "says otherwise.",
        parameters=[
            *(codes_parameter(name, choices()[name]) for name in CODES),
            OpenApiParameter("verdict", description="Several: repeat it, or separate with commas.", enum=list(LOOKS), many=True),
            OpenApiParameter("release", description="A published release, R3 or 3; without it, or as latest, the latest."),
            OpenApiParameter("format", description="Without it the Accept header decides.", enum=["json", "csv"]),
            *PAGING_PARAMETERS,
        ],
        responses={
            (200, "application/json"): FindingSerializer(many=True),
            (200, "text/csv"): OpenApiResponse(str, "The same columns as CSV, with a heading."),
            304: UNCHANGED,
            400: BAD_QUERY,
            **REFUSED,
            410: WITHDRAWN,
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Findings as JSON or CSV."""
        paging = Paging.of(request.query_params, 1)
        selection, verdicts = _asked(rest_of(request.query_params))
        edition = edition_of(selection, request)
        if edition is None:
            return Response([])
        tag = etag(edition, request)
        response = get_conditional_response(request, etag=tag) or _page(edition, selection, verdicts, paging, request)
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
        if request.accepted_renderer.format == "csv":
            response["Content-Disposition"] = f'attachment; filename="findings-{edition.name}.csv"'
        return response


def _page(
    edition: Edition, selection: Selection, verdicts: tuple[str, ...], paging: Paging, request: Request
) -> HttpResponseBase:
    """The findings of an edition never change, so their number among all is their place."""
    begin = (paging.after or ("0",))[0]
    if not (begin.isascii() and begin.isdigit() and len(begin) < 10):
        raise refuse_cursor(request.query_params)
    rows, more = cut(_rows(edition, selection, verdicts)[int(begin) :], paging.limit)
    response = Response(list(rows))
    if more and paging.limit:
        say_next(response, request, (str(int(begin) + paging.limit),), release=edition.name)
    return response


def _asked(query: QueryDict) -> tuple[Selection, tuple[str, ...]]:
    """What the query asks for, verdicts apart. Raises ValidationError."""
    problems = [Problem(name, value, PARAMETERS) for name, value in pairs(query) if name not in PARAMETERS]
    verdicts = tuple(code for value in query.getlist("verdict") for code in value.split(",") if code)
    problems += [Problem("verdict", code, tuple(LOOKS)) for code in verdicts if code not in LOOKS]
    rest = query.copy()
    for name in {"verdict", *(name for name in query if name not in PARAMETERS)}:
        rest.pop(name, None)
    try:
        selection = Selection.from_query(rest)
    except BadSelection as bad:
        raise ValidationError(problems_as_json([*problems, *bad.problems])) from bad
    if problems:
        raise ValidationError(problems_as_json(problems))
    return selection, verdicts


def _rows(edition: Edition, selection: Selection, verdicts: tuple[str, ...]) -> list[dict[str, Any]]:
    chosen: dict[str, Any] = {"verdict": verdicts} if verdicts else {}
    return [_row(edition, one) for one in edition.findings(**selection.to_filters(), **chosen)]


def _row(edition: Edition, verdict: Verdict) -> dict[str, Any]:
    return {name: edition.name if name == "release" else getattr(verdict, name) for name in COLUMNS}


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
