"""The API: published figures and the lists that explain their codes. Read only; signed-in people only."""

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from indicators import catalogue
from priority_groups import content
from reporting import coverage, published
from reporting.api.errors import problems_as_json
from reporting.api.negotiation import FormatNegotiation
from reporting.api.parameters import OBSERVATION_PARAMETERS
from reporting.api.renderers import FiguresCSV, FiguresJSON, NumberEncoder
from reporting.api.serializers import (
    AreaSerializer,
    GroupSerializer,
    IndicatorSerializer,
    ObservationSerializer,
    ProblemsSerializer,
    ReleaseSerializer,
)
from reporting.published import Edition
from reporting.selection import BadSelection, Problem, Selection
from reporting.streaming import answer, csv_chunks, json_chunks
from wales_framework.access.api import ReadFigures

BAD_QUERY = OpenApiResponse(ProblemsSerializer, "An unknown parameter or value; the answer names those allowed.")


class ReadView(APIView):
    """Base of every address of the API: who may read figures may read it, and mistakes are explained in JSON."""

    permission_classes = [ReadFigures]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = FormatNegotiation

    def handle_exception(self, exc: Exception) -> Response:
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = JSONRenderer.media_type
        return super().handle_exception(exc)


class ListView(ReadView):
    """A whole list, without parameters but `format`."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse([Problem(name, value, ("format",)) for name, value in pairs(request.query_params) if name != "format"])


class Withdrawn(APIException):
    """410: the release was published and is withdrawn; the answer says why, in the language that was asked for."""

    status_code = 410

    def __init__(self, gone: published.EditionWithdrawn) -> None:
        super().__init__({"release": gone.name, "reason": str(gone.reason)})


class Observations(ReadView):
    reads_an_edition = True  # links of a page of one release carry it on
    renderer_classes = [FiguresJSON, FiguresCSV]

    @extend_schema(
        operation_id="observations",
        summary="Published figures",
        description="All that pass every filter, in one answer. Of the latest release unless `release` says otherwise.",
        parameters=OBSERVATION_PARAMETERS,
        responses={
            (200, "application/json"): ObservationSerializer(many=True),
            (200, "text/csv"): OpenApiResponse(str, "The same columns as CSV, with a heading."),
            304: OpenApiResponse(description="Unchanged since the ETag that was sent."),
            400: BAD_QUERY,
            410: OpenApiResponse(description="The release was withdrawn; the answer says why."),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Published figures as JSON or CSV."""
        try:
            selection = Selection.from_query(request.query_params)
            edition = selection.edition()
        except BadSelection as bad:
            raise ValidationError(problems_as_json(bad.problems)) from bad
        except published.EditionWithdrawn as gone:
            raise Withdrawn(gone) from gone
        if edition is None:
            return Response([])
        tag = etag(edition, request)
        unchanged = get_conditional_response(request, etag=tag)
        response = unchanged or _streamed(edition, selection, request)
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
        if request.accepted_renderer.format == "csv":
            response["Content-Disposition"] = f'attachment; filename="observations-{edition.name}.csv"'
        return response


class Indicators(ListView):
    @extend_schema(
        operation_id="indicators",
        summary="The indicators, in the Framework's words",
        parameters=[OpenApiParameter("format", enum=["json"])],
        responses={200: IndicatorSerializer(many=True), 400: BAD_QUERY},
    )
    def get(self, request: Request) -> Response:
        """Every indicator, in the order of the Framework."""
        answered = coverage.with_figures(published.latest())
        rows = [{**dict(one), "has_data": one.code in answered} for one in catalogue.indicators()]
        return Response(IndicatorSerializer(rows, many=True).data)


class Groups(ListView):
    @extend_schema(
        operation_id="groups",
        summary="The priority groups and their cohorts",
        parameters=[OpenApiParameter("format", enum=["json"])],
        responses={200: GroupSerializer(many=True), 400: BAD_QUERY},
    )
    def get(self, request: Request) -> Response:
        """Every priority group, with its cohorts and the codes of its indicators."""
        rows = [
            {
                "framework": framework.slug,
                "code": group.code,
                "title": group.title,
                "cohorts": [content.cohort(code) for code in group.cohorts],
                "indicators": [one.code for one in catalogue.indicators_of(framework.slug, group.code)],
            }
            for framework in content.frameworks()
            for group in framework.groups
        ]
        return Response(GroupSerializer(rows, many=True).data)


class Areas(ListView):
    @extend_schema(
        operation_id="areas",
        summary="Wales, its regions and local authorities, and the comparator",
        parameters=[OpenApiParameter("format", enum=["json"])],
        responses={200: AreaSerializer(many=True), 400: BAD_QUERY},
    )
    def get(self, request: Request) -> Response:
        """Every area, with the one that it lies in."""
        return Response(AreaSerializer(catalogue.areas(), many=True).data)


class Releases(ListView):
    @extend_schema(
        operation_id="releases",
        summary="The published releases, newest first",
        parameters=[OpenApiParameter("format", enum=["json"])],
        responses={200: ReleaseSerializer(many=True), 400: BAD_QUERY},
    )
    def get(self, request: Request) -> Response:
        """Every published release."""
        return Response(ReleaseSerializer(published.all_editions(), many=True).data)


def refuse(problems: list[Problem]) -> None:
    """Raises ValidationError (400) where there is a problem."""
    if problems:
        raise ValidationError(problems_as_json(problems))


def pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Every parameter of an address with each of its values."""
    return [(name, value) for name, values in query.lists() for value in values]


def _streamed(edition: Edition, selection: Selection, request: Request) -> HttpResponseBase:
    rows = edition.rows(**selection.to_filters())
    renderer = request.accepted_renderer
    chunks = csv_chunks(rows) if renderer.format == "csv" else json_chunks(rows, NumberEncoder)
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    return answer(chunks, f"{renderer.media_type}{charset}")


def etag(edition: Edition, request: Request) -> str:
    """An edition never changes, so its hash stands for every answer from it, in each language and format."""
    return f'"{edition.name}-{edition.content_hash[:20]}-{get_language()}-{request.accepted_renderer.format}"'
