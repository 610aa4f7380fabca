"""Extracts for programs: what there is, and sending one more. The same code receives, declares and checks it as on the page.

Warnings are not accepted here: whoever takes responsibility for them has read them, and does so on the page.
"""

from typing import Any, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from indicators import desk
from indicators.extracts import problems, service
from indicators.extracts.forms import DeclareForm, UploadForm
from indicators.extracts.layouts import layouts
from indicators.extracts.models import Extract, Problem
from indicators.extracts.pages.words import already_here
from indicators.extracts.reading import Unreadable
from wales_framework import audit
from wales_framework.access.api import EachPerson, EachUploader, LoadExtracts, ReadExtracts
from wales_framework.jobs.models import Job
from wales_framework.rest.errors import ProblemsSerializer, RefusalSerializer, demand_once, problems_as_json
from wales_framework.rest.paging import PARAMETERS, Paging, cut, refuse_cursor, rest_of, say_next
from wales_framework.rest.paging import Problem as BadParameter
from wales_framework.rest.tagged import TaggedView

FILTERS = ("source", "state", "format")
REFUSED = {
    401: OpenApiResponse(RefusalSerializer, "Nobody is signed in, and no valid token was sent."),
    403: OpenApiResponse(RefusalSerializer, "This person may not."),
    406: OpenApiResponse(RefusalSerializer, "There is no such form of the answer as the header Accept asks for."),
    429: OpenApiResponse(RefusalSerializer, "Asked too often; Retry-After says for how many seconds to wait."),
}

STATES = [state.value for state in Extract.State]
JOB_STATES = [state.value for state in Job.State]


class FoundSerializer(serializers.Serializer[Problem]):
    """What a check found in the file."""

    check = serializers.CharField(source="check_name")
    level = serializers.ChoiceField(choices=["fail", "warn"], help_text="fail: the file must be corrected. warn: see the page.")
    message = serializers.SerializerMethodField()
    remedy = serializers.SerializerMethodField()
    count = serializers.IntegerField(help_text="Of rows.")
    accepted_by = serializers.CharField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)

    def get_message(self, problem: Problem) -> str:
        return problems.message(problem)

    def get_remedy(self, problem: Problem) -> str:
        return problems.guidance(problem)


class WorkSerializer(serializers.Serializer[Job]):
    """The work in the background that an extract waits for."""

    state = serializers.ChoiceField(
        choices=JOB_STATES,
        help_text="failed: it did not come to its end, which is our fault; it is started anew on the extract's page.",
    )
    message = serializers.CharField(source="words", help_text="Why it failed; may be empty.")


class ExtractSerializer(serializers.Serializer[Extract]):
    """A file that was received, and how far it has come."""

    id = serializers.UUIDField()
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Empty while nobody has said what the file is."
    )
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    job = serializers.SerializerMethodField(help_text="Of the check or the load that it is in; null in other states.")
    first_period = serializers.CharField(help_text="Empty: as many as the file has.")
    last_period = serializers.CharField()
    as_at = serializers.DateField(allow_null=True)
    rows = serializers.SerializerMethodField(
        help_text="Of the file; null before it is read, and at an address that serves readers only."
    )
    size = serializers.IntegerField(help_text="Of the file, in bytes.")
    sha256 = serializers.CharField(help_text="Of the file.")
    uploaded_by = serializers.CharField(allow_null=True)
    uploaded_at = serializers.DateTimeField()
    accepted_by = serializers.CharField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    loaded_at = serializers.DateTimeField(allow_null=True)
    page = serializers.SerializerMethodField(help_text="Where people look at it, accept its warnings and load it.")

    @extend_schema_field(WorkSerializer(allow_null=True))
    def get_job(self, extract: Extract) -> dict[str, object] | None:
        job = self.context["jobs"].get(extract.pk)
        return None if job is None else WorkSerializer(job).data

    def get_rows(self, extract: Extract) -> int | None:
        found: int | None = self.context["rows"].get(extract.pk)
        return found

    def get_page(self, extract: Extract) -> str:
        address: str = self.context["request"].build_absolute_uri(reverse("extracts:detail", args=[extract.pk]))
        return address


class OneExtractSerializer(ExtractSerializer):
    """The same, with what its checks found."""

    problems = FoundSerializer(many=True, source="problems.all")


class UploadSerializer(serializers.Serializer[object]):
    """A file, and what it is."""

    file = serializers.FileField(help_text="CSV, XLSX or ODS, with the headings in row 1.")
    source = serializers.ChoiceField(choices=[one.source for one in layouts()])  # type: ignore[assignment]
    first_period = serializers.CharField(required=False, help_text="2023Q1 or YE2023-03; without both as many as the file has.")
    last_period = serializers.CharField(required=False)
    as_at = serializers.DateField(help_text="The day on which it was drawn, or the last day of the edition's month.")


class BadUploadSerializer(serializers.Serializer[object]):
    """Which of the fields are wrong, and why."""

    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField())
    )


class TwiceSerializer(RefusalSerializer):
    """The extract that was made of the very same file."""

    extract = serializers.UUIDField()


class Extracts(TaggedView):
    parser_classes = [MultiPartParser]

    def get_permissions(self) -> list[BasePermission]:
        return [LoadExtracts() if self.request.method == "POST" else ReadExtracts()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [EachUploader()] if self.request.method == "POST" else [EachPerson()]

    @extend_schema(
        operation_id="extracts",
        summary="The extracts, newest first",
        description="For analysts and approvers.",
        parameters=[
            OpenApiParameter("source", description="Of this source only.", enum=[one.source for one in layouts()]),
            OpenApiParameter("state", description="In this state only.", enum=[state.value for state in Extract.State]),
            OpenApiParameter("format", enum=["json"]),
            *PARAMETERS,
        ],
        responses={
            200: ExtractSerializer(many=True),
            304: OpenApiResponse(description="Unchanged."),
            400: OpenApiResponse(ProblemsSerializer, "An unknown parameter or value; the answer names those allowed."),
            **REFUSED,
        },
    )
    def get(self, request: Request) -> Response:
        """Every extract, whatever became of it."""
        paging = Paging.of(request.query_params, 2)
        found = _from(_asked(request), paging, request)
        shown, more = cut(found, paging.limit)
        told: Any = list(shown)
        response = Response(ExtractSerializer(told, many=True, context=_context(request, *told)).data)
        if more:
            say_next(response, request, (told[-1].uploaded_at.isoformat(), str(told[-1].pk)))
        return response

    @extend_schema(
        operation_id="send_extract",
        summary="Send an extract",
        description="For analysts. The file is stored, and checked in the background: ask for its state at the address in "
        "Location. Its warnings are accepted, and it is loaded, on its page.",
        request={"multipart/form-data": UploadSerializer},
        responses={
            202: OpenApiResponse(OneExtractSerializer, "Received; it is being checked. Location has its address."),
            400: OpenApiResponse(BadUploadSerializer, "A field is missing or wrong; nothing is kept."),
            409: OpenApiResponse(TwiceSerializer, "The very same file is here already; Location has its address."),
            415: OpenApiResponse(RefusalSerializer, "Not sent as multipart/form-data."),
            422: OpenApiResponse(RefusalSerializer, "The file cannot be read as a table; nothing is kept."),
            **REFUSED,
        },
    )
    def post(self, request: Request) -> Response:
        """Receive and declare, as the page does."""
        upload, form = UploadForm(files=request.FILES), DeclareForm(cast("QueryDict", request.data))
        wrong = {**form.errors, **upload.errors}
        if wrong:
            errors = {name: [str(one) for one in found] for name, found in wrong.items()}
            return Response(
                {"detail": _("Nothing was received: some fields are missing or wrong."), "errors": errors}, status=400
            )
        try:
            extract = _received(upload.cleaned_data["file"], request)
        except service.AlreadyHere as known:
            return _twice(known.extract)
        except Unreadable as error:
            return Response({"detail": str(error.words.message), "remedy": str(error.words.guidance)}, status=422)
        try:
            service.declare(extract, request.user, **form.cleaned_data)
        except service.MoveRefused:  # the same file was sent twice at once, and the other one was quicker
            extract.refresh_from_db()
            return _twice(extract)
        answer = OneExtractSerializer(
            extract, context={"request": request, "rows": {}, "jobs": service.jobs_of([extract])}
        ).data  # nobody has counted them yet
        return Response(answer, status=202, headers={"Location": _address(extract)})


class OneExtract(TaggedView):
    permission_classes = [ReadExtracts]

    @extend_schema(
        operation_id="extract",
        summary="One extract, with what its checks found",
        responses={
            200: OneExtractSerializer,
            304: OpenApiResponse(description="Unchanged."),
            404: OpenApiResponse(RefusalSerializer, "There is no such extract."),
            **REFUSED,
        },
    )
    def get(self, request: Request, pk: Any) -> Response:
        """How far it has come."""
        found = Extract.objects.select_related("uploaded_by", "accepted_by").prefetch_related("problems__accepted_by")
        extract = get_object_or_404(found, pk=pk)
        return Response(OneExtractSerializer(extract, context=_context(request, extract)).data)


def _context(request: Request, *extracts: Extract) -> dict[str, object]:
    """What serializers need: of these extracts the work that they wait for, and the numbers of rows, where this process may read
    them."""
    rows: dict[object, int | None] = {}
    if extracts and desk.is_here():
        one = extracts[0] if len(extracts) == 1 else None
        audit.reading("rows.read", request.user, one, request.get_full_path(), extracts=len(extracts))
        asked = Extract.objects.using(desk.alias()).filter(pk__in=[extract.pk for extract in extracts])
        rows = dict(asked.values_list("pk", "rows"))
    return {"request": request, "rows": rows, "jobs": service.jobs_of(extracts)}


def _asked(request: Request) -> "QuerySet[Extract]":
    """The extracts that pass the filters. Raises ValidationError."""
    query = rest_of(request.query_params)
    demand_once(query, FILTERS)
    allowed = {"source": [one.source for one in layouts()], "state": [state.value for state in Extract.State], "format": ["json"]}
    bad = [BadParameter(name, str(query[name]), FILTERS) for name in query if name not in FILTERS]
    bad += [
        BadParameter(name, str(query[name]), tuple(codes))
        for name, codes in allowed.items()
        if name in query and query[name] not in codes
    ]
    if bad:
        raise ValidationError(problems_as_json(bad))
    wanted = {name: query[name] for name in ("source", "state") if name in query}
    return Extract.objects.filter(**wanted).select_related("uploaded_by", "accepted_by").order_by("-uploaded_at", "-pk")


def _from(found: "QuerySet[Extract]", paging: Paging, request: Request) -> "QuerySet[Extract]":
    if paging.after is None:
        return found
    try:
        at = parse_datetime(paging.after[0])
        if at is None:
            raise ValueError(paging.after[0])
        return found.filter(Q(uploaded_at__lt=at) | Q(uploaded_at=at, pk__lt=paging.after[1]))
    except (ValueError, DjangoValidationError) as nowhere:
        raise refuse_cursor(request.query_params) from nowhere


def _received(file: UploadedFile, request: Request) -> Extract:
    """The extract of the file; that of the same file where nobody has said yet what it is."""
    try:
        return service.receive(file, file.name or "", request.user)
    except service.AlreadyHere as known:
        if known.extract.state != Extract.State.UPLOADED:
            raise
        return known.extract


def _twice(extract: Extract) -> Response:
    answer = {
        "detail": already_here(extract),
        "remedy": _("Look at its state at the address in the header Location."),
        "extract": str(extract.pk),
    }
    return Response(answer, status=409, headers={"Location": _address(extract)})


def _address(extract: Extract) -> str:
    return reverse("api-extracts:one", args=[extract.pk])
