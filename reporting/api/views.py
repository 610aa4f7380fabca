"""The API: published figures and the lists that explain their codes. Read only; signed-in people only."""

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from indicators import catalogue
from priority_groups import content
from reporting import coverage, published
from reporting.api.negotiation import FormatNegotiation
from reporting.api.parameters import OBSERVATION_PARAMETERS
from reporting.api.renderers import FiguresCSV, FiguresJSON, NumberEncoder
from reporting.api.serializers import (
    AreaSerializer,
    GroupSerializer,
    IndicatorSerializer,
    ObservationSerializer,
    ReleaseSerializer,
    WithdrawnSerializer,
)
from reporting.published import Edition
from reporting.selection import BadSelection, Problem, Selection
from reporting.streaming import answer, csv_chunks, json_chunks
from wales_framework.access.api import ReadFigures
from wales_framework.rest.errors import ProblemsSerializer, RefusalSerializer, demand_once, problems_as_json
from wales_framework.rest.paging import PARAMETERS, Paging, cut, refuse_cursor, rest_of, say_next
from wales_framework.rest.tagged import TaggedView

ONCE = ("from", "to", "release", "format")  # of codes there may be several
PLACE_PARTS = 6  # of the place of a figure
UNCHANGED = OpenApiResponse(description="Unchanged since the ETag that was sent.")
WITHDRAWN = OpenApiResponse(WithdrawnSerializer, "The release was withdrawn; the answer says why.")
REFUSED = {
    401: OpenApiResponse(RefusalSerializer, "Nobody is signed in, and no valid token was sent."),
    403: OpenApiResponse(RefusalSerializer, "This person may not; or the release is not published yet."),
    406: OpenApiResponse(RefusalSerializer, "There is no such form of the answer as the header Accept asks for."),
    429: OpenApiResponse(RefusalSerializer, "Asked too often; Retry-After says for how many seconds to wait."),
}
BAD_QUERY = OpenApiResponse(ProblemsSerializer, "An unknown parameter or value; the answer names those allowed.")


class ReadView(APIView):
    """Base of every address of the API: who may read figures may read it, and mistakes are explained in JSON."""

    permission_classes = [ReadFigures]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = FormatNegotiation

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        demand_once(request.query_params, ONCE)

    def handle_exception(self, exc: Exception) -> Response:
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = JSONRenderer.media_type
        return super().handle_exception(exc)


class ListView(ReadView, TaggedView):
    """A whole list, without parameters but `format`. Its ETag is made of what it says."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse([Problem(name, value, ("format",)) for name, value in pairs(request.query_params) if name != "format"])


class Withdrawn(APIException):
    """410: the release was published and is withdrawn; the answer says why, in the language that was asked for."""

    status_code = 410

    def __init__(self, gone: published.EditionWithdrawn) -> None:
        super().__init__({"release": gone.name, "reason": str(gone.reason)})


class BeforePublication(APIException):
    """403: who may read the pages of a release before its publication may do so there, under their name, and nowhere else."""

    status_code = 403

    def __init__(self, name: str) -> None:
        detail = _(
            "%(release)s is not published: you may read its pages, which bear your name. A file or an answer of the API "
            "would not, so it is given to nobody before the release is published."
        )
        remedy = _("Ask for “release=latest”, or for this one again once it is published.")
        super().__init__({"detail": detail % {"release": name}, "remedy": remedy})


class Observations(ReadView):
    reads_an_edition = True  # links of a page of one release carry it on
    renderer_classes = [FiguresJSON, FiguresCSV]

    @extend_schema(
        operation_id="observations",
        summary="Published figures",
        description="All that pass every filter, in one answer or in pages. Of the latest release unless `release` says "
        "otherwise.",
        parameters=[*OBSERVATION_PARAMETERS, *PARAMETERS],
        responses={
            (200, "application/json"): ObservationSerializer(many=True),
            (200, "text/csv"): OpenApiResponse(str, "The same columns as CSV, with a heading."),
            304: UNCHANGED,
            400: BAD_QUERY,
            **REFUSED,
            410: WITHDRAWN,
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Published figures as JSON or CSV."""
        paging = Paging.of(request.query_params, PLACE_PARTS)
        selection = asked(rest_of(request.query_params))
        edition = edition_of(selection, request)
        if edition is None:
            return Response([])
        tag = etag(edition, request)
        unchanged = get_conditional_response(request, etag=tag)
        response = unchanged or _streamed(edition, selection, paging, request)
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
        responses={200: IndicatorSerializer(many=True), 304: UNCHANGED, 400: BAD_QUERY, **REFUSED},
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
        responses={200: GroupSerializer(many=True), 304: UNCHANGED, 400: BAD_QUERY, **REFUSED},
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
        responses={200: AreaSerializer(many=True), 304: UNCHANGED, 400: BAD_QUERY, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Every area, with the one that it lies in."""
        return Response(AreaSerializer(catalogue.areas(), many=True).data)


class Releases(ListView):
    @extend_schema(
        operation_id="releases",
        summary="The published releases, newest first",
        parameters=[OpenApiParameter("format", enum=["json"])],
        responses={200: ReleaseSerializer(many=True), 304: UNCHANGED, 400: BAD_QUERY, **REFUSED},
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


def asked(query: QueryDict) -> Selection:
    """What a query asks for. Raises ValidationError (400)."""
    try:
        return Selection.from_query(query)
    except BadSelection as bad:
        raise ValidationError(problems_as_json(bad.problems)) from bad


def edition_of(selection: Selection, request: Request) -> Edition | None:
    """The edition that is asked for. Raises ValidationError (400) where there is none, Withdrawn (410), and BeforePublication
    (403) for one that this reader may read on pages already."""
    try:
        return selection.edition()
    except BadSelection as bad:
        if selection.release is not None and is_readable_before(selection.release, request):
            raise BeforePublication(f"R{selection.release}") from bad
        raise ValidationError(problems_as_json(bad.problems)) from bad
    except published.EditionWithdrawn as gone:
        raise Withdrawn(gone) from gone


def is_readable_before(number: int, request: Request) -> bool:
    try:
        published.before_publication(number, request.user)
    except published.EditionNotFound:
        return False
    return True


def _streamed(edition: Edition, selection: Selection, paging: Paging, request: Request) -> HttpResponseBase:
    try:
        rows, more = cut(edition.rows(**selection.to_filters(), after=paging.after), paging.limit)
    except ValueError as nowhere:
        raise refuse_cursor(request.query_params) from nowhere
    told = list(rows) if more else []
    renderer = request.accepted_renderer
    several = told or rows
    chunks = csv_chunks(several) if renderer.format == "csv" else json_chunks(several, NumberEncoder)
    charset = f"; charset={renderer.charset}" if renderer.charset else ""
    response = answer(chunks, f"{renderer.media_type}{charset}")
    if told:
        say_next(response, request, published.place_of(told[-1]), release=edition.name)
    return response


def etag(edition: Edition, request: Request) -> str:
    """An edition never changes, so its hash stands for every answer from it, in each language and format."""
    return f'"{edition.name}-{edition.content_hash[:20]}-{get_language()}-{request.accepted_renderer.format}"'
