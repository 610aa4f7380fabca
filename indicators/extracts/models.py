import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from indicators.extracts import workflow
from indicators.records.states import IN_RECORDS


def extract_storage() -> Storage:
    return storages["extracts"]


# What of an extract tells how many rows there are, in all or of a quarter. A quarter's referrals are as many rows as there were
# referrals, and that may be a number that a release hides: readers' processes may not read these columns.
NUMBERS = ("rows", "plan")


class ExtractQuerySet(models.QuerySet["Extract"]):
    def in_records(self) -> "ExtractQuerySet":
        """Those whose rows count, the newest word first."""
        return self.filter(state__in=IN_RECORDS).order_by("-precedence")

    def with_content(self, sha256: str) -> "ExtractQuerySet":
        """Those made from the very same file that are on their way or in the records."""
        return self.filter(sha256=sha256).exclude(state__in=workflow.GONE)


class ExtractManager(models.Manager.from_queryset(ExtractQuerySet)):  # type: ignore[misc]
    """Leaves NUMBERS where they are until somebody asks for them."""

    def get_queryset(self) -> ExtractQuerySet:
        found: ExtractQuerySet = super().get_queryset()
        return found.defer(*NUMBERS)


class Extract(models.Model):
    """One uploaded file: what it says of itself, how far it has come, and who did what with it."""

    class State(models.TextChoices):
        UPLOADED = workflow.UPLOADED, _("uploaded")
        CHECKING = workflow.CHECKING, _("being checked")
        FAILED = workflow.FAILED, _("refused")
        NEEDS_ACCEPTANCE = workflow.NEEDS_ACCEPTANCE, _("needs acceptance")
        READY = workflow.READY, _("ready to load")
        LOADING = workflow.LOADING, _("being loaded")
        LOADED = workflow.LOADED, _("loaded")
        SUPERSEDED = workflow.SUPERSEDED, _("superseded")
        WITHDRAWN = workflow.WITHDRAWN, _("undone")
        DISCARDED = workflow.DISCARDED, _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40, blank=True, verbose_name=_("source"))
    name = models.CharField(max_length=200, verbose_name=_("file name"))
    file = models.FileField(storage=extract_storage, blank=True)  # emptied once the rows are loaded
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    first_period = models.CharField(max_length=10, blank=True, verbose_name=_("first period covered"))
    last_period = models.CharField(max_length=10, blank=True, verbose_name=_("last period covered"))
    as_at = models.DateField(null=True, verbose_name=_("data as at"))
    state = models.CharField(max_length=20, choices=State.choices, default=State.UPLOADED)
    rows = models.BigIntegerField(null=True)
    # For everybody: in round numbers, unless they are rows of what somebody has published.
    rows_told = models.GeneratedField(
        expression=models.Case(
            models.When(source="published", then=models.F("rows")), default=Round(models.F("rows"), precision=-2)
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    plan = models.JSONField(default=dict)  # counts of figures added, changed, unchanged, as found by the checks
    seconds = models.JSONField(default=dict)  # measured time of each step
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    # The later number wins where two loaded extracts hold the same slice; putting an extract back gives it a new one.
    precedence = models.BigIntegerField(null=True)
    # What was loaded of the source when the checks compared with it (records.store.state_of); another value at the load
    # means that somebody was quicker, and the checks are made again.
    compared_with = models.CharField(max_length=32, blank=True)
    # Its rows were kept for as long as retention allows and are gone: it cannot be put back.
    rows_removed_at = models.DateTimeField(null=True)

    objects = ExtractManager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["sha256"]), models.Index(fields=["state"])]
        constraints = [models.UniqueConstraint(fields=["source", "precedence"], name="precedence_once_per_source")]

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """What one check found in one extract; the words come from the check, in the reader's language."""

    class Level(models.TextChoices):
        FAIL = "fail", _("must be corrected")
        WARN = "warn", _("warning")

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="problems")
    check_name = models.CharField(max_length=60)
    level = models.CharField(max_length=4, choices=Level.choices)
    count = models.BigIntegerField()
    params = models.JSONField(default=dict)  # what the message names: the limit that was passed, the columns that are missing
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["level", "pk"]
        constraints = [models.UniqueConstraint(fields=["extract", "check_name"], name="one_problem_per_check")]

    def __str__(self) -> str:
        return f"{self.check_name} ({self.count})"


class PlaceQuerySet(models.QuerySet["ProblemRow"]):
    def read_at(self, using: str, problem: Problem) -> "PlaceQuerySet":
        """The places of a problem, read on another connection than the problem itself (indicators.desk)."""
        return self.using(using).filter(problem_id=problem.pk)


class ProblemRow(models.Model):
    """One place in the file that a problem is about. Written by COPY."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="places")
    row = models.BigIntegerField(null=True)  # in the file, headings being row 1; None where something is missing
    column = models.CharField(max_length=100, blank=True)
    value = models.TextField(blank=True)
    params = models.JSONField(default=dict)  # what the row's own sentence names

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.value}"


class PseudonymKey(models.Model):
    """Which key made the pseudonyms of all records: its fingerprint, never the key. The newest row counts.

    With another key the same person would get another pseudonym and be counted twice, so nothing is loaded with it.
    """

    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Term(models.Model):
    """What somebody told that a word of a source's files means, which neither the layouts nor the catalogue know."""

    LONGEST = 200

    source = models.CharField(max_length=40)  # or "profile": see terms.known.told_for
    column = models.CharField(max_length=60, blank=True)  # in which the word stands; blank: it is a heading
    key = models.CharField(max_length=LONGEST)  # the word without what people write differently: layouts.schema.plain
    text = models.CharField(max_length=LONGEST)  # as it was written
    meaning = models.CharField(max_length=60)  # a code, or of a heading the name of its column
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "column", "key"]
        constraints = [models.UniqueConstraint(fields=["source", "column", "key"], name="term_once")]

    def __str__(self) -> str:
        return self.text
