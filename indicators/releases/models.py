from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.releases import verdicts, workflow
from indicators.releases.fields import NumberField
from indicators.releases.life import (
    AcceptedWarning,
    Correction,
    PlannedRelease,
    PreReleaseAccess,
    PreReleaseReading,
    Withdrawal,
    words,
)
from priority_groups.content import Text

__all__ = [
    "AcceptedWarning", "Audit", "Correction", "ExactObservation", "Finding", "Observation", "PlannedRelease", "PreReleaseAccess",
    "PreReleaseReading", "Preview", "Recount", "RecountPart", "RecountedSlice", "Release", "ReleasePart",
    "ReleaseSeries", "Withdrawal", "WitnessTables",
]  # fmt: skip


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> "ReleaseQuerySet":
        """All that readers were ever given, withdrawn ones too: what was out is known."""
        return self.filter(state=Release.State.PUBLISHED)

    def standing(self) -> "ReleaseQuerySet":
        """The published ones that are not withdrawn."""
        return self.published().exclude(withdrawals__state=workflow.CONFIRMED)

    def open(self) -> "ReleaseQuerySet":
        """Those on their way to publication; there is at most one."""
        return self.filter(state__in=workflow.OPEN)

    def latest_published(self) -> "Release | None":
        """The one that readers are given: the latest that is not withdrawn."""
        return self.standing().order_by("-published_at", "-pk").first()


class Release(models.Model):
    """One edition of all figures. Once published, no row of it changes; a correction is a new release."""

    class State(models.TextChoices):
        DRAFT = workflow.DRAFT, _("draft")
        IN_REVIEW = workflow.IN_REVIEW, _("in review")
        APPROVED = workflow.APPROVED, _("approved")
        SCHEDULED = workflow.SCHEDULED, _("scheduled")
        PUBLISHED = workflow.PUBLISHED, _("published")
        DISCARDED = workflow.DISCARDED, _("discarded")

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    data_as_at = models.DateField(null=True)  # the latest as-at date of the extracts in it
    content_hash = models.CharField(max_length=64)  # SHA-256 of its figures, see releases.content
    method_version = models.CharField(max_length=20)
    observation_count = models.IntegerField(default=0)
    # How many figures were counted from records, and how many more were counted but are told as somebody published them.
    counted = models.IntegerField(default=0)
    already_published = models.IntegerField(default=0)
    extracts = models.ManyToManyField("extracts.Extract", related_name="releases")
    note_en = models.TextField(blank=True)
    note_cy = models.TextField(blank=True)
    # What its findings rest on: how many series were tested, how many signals there are, how many would be expected by chance.
    testing = models.JSONField(default=dict)
    # The approved events at which its charts begin a new level, as they were when it was drafted.
    rebases = models.JSONField(default=list)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    scheduled_for = models.DateField(null=True)  # published at 9.30 a.m. of that day
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Two drafts at the same moment would make "what is being approved" a question: the database allows one.
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=list(workflow.OPEN)),
                name="one_open_release",
            )
        ]

    def __str__(self) -> str:
        return f"R{self.pk}"

    @property
    def note_words(self) -> Text:
        """The note to readers, in both languages."""
        return words(self.note_en, self.note_cy)

    @property
    def note(self) -> str:
        """The note in the active language."""
        return str(self.note_words)


# What one figure of a release is known by. It is the primary key too: one index for each of 200,000 figures, not two.
KEY = ("cohort", "measure", "area_code", "period", "breakdown", "category")


def key_field(longest: int, *, blank: bool = False) -> models.CharField:
    """A part of an observation's key. Compared byte by byte: a file's order is the same on every server."""
    return models.CharField(max_length=longest, blank=blank, db_collation="C")


def of_release(name: str) -> models.ForeignKey:
    """The release that a figure is of. Releases are never removed, and asking for theirs at each of 200,000 figures would cost
    more than the COPY itself: no foreign key in the database, and the index of the key serves."""
    return models.ForeignKey(Release, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name=name)


class ObservationFields(models.Model):
    """The key of an observation and what it is made of, alike for the exact and the published table."""

    cohort = key_field(60)
    measure = key_field(60)
    area_code = key_field(10)
    period = key_field(10)
    breakdown = key_field(40, blank=True)
    category = key_field(60, blank=True)
    numerator = NumberField(null=True)
    denominator = NumberField(null=True)

    class Meta:
        abstract = True


class ExactObservation(ObservationFields):
    """A figure before disclosure control: restricted, never read by a reader's page."""

    class Hidden(models.TextChoices):
        """Why readers do not see it: for analysts only, since the reason narrows the count."""

        SMALL = "small", _("a small number of people or cases")
        FEW = "few", _("a rate on too few people")
        COMPANION = "companion", _("another figure could be worked out from it")
        KEPT = "kept", _("an earlier release hides it")

    pk = models.CompositePrimaryKey("release", *KEY)
    release = of_release("exact_observations")
    hidden = models.CharField(max_length=10, choices=Hidden.choices, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.cohort} {self.measure} {self.area_code} {self.period} {self.breakdown} {self.category}"


class Observation(ObservationFields):
    """A figure as readers see it. `value`, `lower` and `upper` are rounded to the measure's published precision."""

    class Origin(models.TextChoices):
        PUBLISHED = "published", _("already published elsewhere")
        COUNTED = "counted", _("counted from records")

    pk = models.CompositePrimaryKey("release", *KEY)
    release = of_release("observations")
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    lower = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    upper = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.CharField(max_length=20)
    symbol = models.CharField(max_length=2, blank=True)
    vintage = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)  # of a counted figure the codes of its sources
    ready = models.CharField(max_length=10, blank=True)  # the quarter from which a figure that is not yet available will be
    origin = models.CharField(max_length=10, choices=Origin.choices)
    derived = models.CharField(max_length=20, blank=True)  # "sum_of_regions" where Wales was added up here
    extract = models.ForeignKey(
        "extracts.Extract", null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.cohort} {self.measure} {self.area_code} {self.period} {self.breakdown} {self.category}"


class Finding(models.Model):
    """What a series of a release says: its verdict with the reason, and the chart behind it. Worked out from what readers see.

    A series is an indicator's figures of one cohort, measure, area and category over one kind of periods.
    """

    class Verdict(models.TextChoices):
        IMPROVING = "improving", _("improving")
        WORSE = "worse", _("getting worse")
        CHANGED = "changed", _("changed")  # where neither direction is good
        NO_CLEAR_CHANGE = "no_clear_change", _("no clear change")
        TOO_FEW = "too_few", _("too few cases to tell")
        NOT_READY = "not_ready", _("not ready yet")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="findings")
    indicator = models.CharField(max_length=10)
    cohort = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    area_code = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=10, choices=Observation.Origin.choices)
    kind = models.CharField(max_length=10)  # of its periods, as Period.kind
    period = models.CharField(max_length=10, blank=True)  # of its latest figure that is shown
    direction = models.CharField(max_length=5)  # which way is good: up, down, none
    moved = models.SmallIntegerField(default=0)  # -1 down, 1 up, 0 neither, of what the verdict says
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    reason = models.CharField(max_length=40)  # a code; indicators.releases.verdicts makes the sentence
    params = models.JSONField(default=dict)  # numbers of that sentence
    p_value = models.FloatField(null=True)
    q_value = models.FloatField(null=True)  # after Benjamini and Hochberg, over all findings of the release
    is_signal = models.BooleanField(default=False)
    rank = models.IntegerField(null=True)  # among the signals, 1 first
    # Periods and values as they are drawn, with centre, lower and upper limits, rule and side of each point (see statistics.xmr).
    series = models.JSONField(default=dict)

    class Meta:
        ordering = ["release", "rank", "indicator", "cohort", "area_code", "breakdown", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "cohort", "measure", "area_code", "breakdown", "category"],
                name="one_finding_a_series",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.cohort} {self.area_code} {self.category}: {self.verdict}"

    @property
    def label(self) -> str:
        """The verdict in words."""
        return str(Finding.Verdict(self.verdict).label)

    @property
    def sentence(self) -> str:
        """Its reason in one sentence, in the language active now."""
        return verdicts.sentence(self)


class AuditManager(models.Manager["Audit"]):
    def get_queryset(self) -> models.QuerySet["Audit"]:
        """Without what leaks, which only some processes may read."""
        return super().get_queryset().defer("leaks")


class Audit(models.Model):
    """An attack on a release: what can be worked out of its hidden figures from all that readers have or would have."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="audits")
    made_at = models.DateTimeField(auto_now_add=True)
    content_hash = models.CharField(max_length=64)  # of the release as it was attacked
    beside = models.JSONField(default=list)  # the numbers of the earlier releases that were known to the attacker
    hidden = models.IntegerField()  # figures hidden in it
    attacked = models.IntegerField()  # hidden numbers whose lowest and highest values were sought
    leaks = models.JSONField(default=list)  # key, lowest, highest and the sum that gives it away
    leak_count = models.GeneratedField(
        expression=models.Func(models.F("leaks"), function="jsonb_array_length"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    seconds = models.FloatField()

    objects = AuditManager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"attack on {self.release_id}"


class WitnessTables(models.Model):
    """Tables of whole numbers with everything that a release shows as it is, and other counts where it hides some: whoever
    protected it found them, and an attack need only check them. For auditing, never for readers.

    `content`: Parquet, see drafting.figures.WITNESSES; rows are counted in the order of the release's keys.
    """

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="witnesses")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"tables that show the safety of {self.release_id}"


class ReleasePart(models.Model):
    """What a release tells of one measure, cohort and period, as one text: by it two releases are compared, part by part.

    `content`: a line for each figure, see `parts`. `digest`: of the same without the marks that say something of the releases.
    """

    pk = models.CompositePrimaryKey("release", "cohort", "measure", "period")
    release = of_release("parts")
    cohort = key_field(60)
    measure = key_field(60)
    period = key_field(10)
    digest = models.UUIDField()
    content = models.TextField()

    def __str__(self) -> str:
        return f"{self.release_id} {self.cohort} {self.measure} {self.period}"


class ReleaseSeries(models.Model):
    """That a release has figures of a series in one area, from one origin, and for which periods; see `series`.

    `waiting`: those of the periods whose figures are not available yet.
    """

    pk = models.CompositePrimaryKey("release", "measure", "cohort", "breakdown", "category", "area_code", "origin")
    release = of_release("series")
    measure = key_field(60)
    cohort = key_field(60)
    breakdown = key_field(40, blank=True)
    category = key_field(60, blank=True)
    area_code = key_field(10)
    origin = models.CharField(max_length=10, choices=Observation.Origin.choices)
    periods = ArrayField(key_field(10))
    waiting = ArrayField(key_field(10))

    def __str__(self) -> str:
        return f"{self.release_id} {self.measure} {self.cohort} {self.breakdown} {self.category} {self.area_code} {self.origin}"


class Recount(models.Model):
    """A count of everything in the records, as they were at one moment: which slices of which source, shared out in parts.

    It stays as a note of what its release was counted from; its parts are removed when the release is drafted.
    """

    slices = models.JSONField()  # by source the current slices: number, period, extract, rows
    proven_as_at = models.DateField(null=True)
    # Of all that the counts depend on, records and rules alike: parts are added only where this is the same.
    fingerprint = models.CharField(max_length=64)
    parts = models.IntegerField()
    rows = models.BigIntegerField()
    seconds = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    release = models.OneToOneField(Release, null=True, on_delete=models.SET_NULL, related_name="recount")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"recount {self.pk}"


class RecountedSlice(models.Model):
    """What a release's recount counted: a view of its slices without their numbers of rows, for everybody's pages."""

    pk = models.CompositePrimaryKey("release", "source", "period", "extract")
    release = models.ForeignKey(Release, on_delete=models.DO_NOTHING, related_name="+")
    source = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    extract = models.ForeignKey("extracts.Extract", on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "releases_recountedslice"

    def __str__(self) -> str:
        return f"{self.source} {self.period}"


class RecountPart(models.Model):
    """The counts of one share of the people. Who counts the same anew, after a worker was killed, finds it here."""

    fingerprint = models.CharField(max_length=64)
    number = models.IntegerField()
    counts = models.BinaryField()
    rows = models.BigIntegerField()
    seconds = models.FloatField()
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint", "number"], name="part_counted_once")]

    def __str__(self) -> str:
        return f"part {self.number}"


class Preview(models.Model):
    """What the figures would be if an extract that is not loaded were: before disclosure control, for analysts and approvers."""

    extract = models.OneToOneField("extracts.Extract", on_delete=models.CASCADE, related_name="preview")
    computed_at = models.DateTimeField(auto_now=True)
    records = models.CharField(max_length=64)  # fingerprint of what it was compared with
    counts = models.JSONField()  # figures added, changed, removed and unchanged
    changes = models.JSONField()  # the largest changes: key, was, now

    def __str__(self) -> str:
        return f"preview of {self.extract_id}"
