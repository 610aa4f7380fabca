"""Rows of extracts. A row is written once, by COPY, and never changed; which rows count is a matter of their slices."""

from django.db import models

from indicators.records.fields import LetterField


class PublishedFigure(models.Model):
    """A row of a `published` extract: a figure that somebody else has already published.

    Every figure is a slice of its own: of the extracts in the records that hold it, the one with the highest precedence
    is current. Rows are written by COPY in the order of their keys, so that the one index grows at its end.
    """

    pk = models.CompositePrimaryKey("extract_id", "slice_key")
    # Extracts are never removed, and a trigger for each of a million rows would cost more than the COPY itself: no
    # foreign key in the database.
    extract = models.ForeignKey(
        "extracts.Extract", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    # Compared byte by byte: the order of no language is asked, and it sorts several times as fast.
    slice_key = models.CharField(max_length=250, db_collation="C")
    row = models.BigIntegerField()  # in the file, headings being row 1
    cohort = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    area_code = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    vintage = models.CharField(max_length=10)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.slice_key


BUCKETS = 8


class Slice(models.Model):
    """What one extract says of one period of its source, also where that is nothing: `rows` may be 0.

    Of the extracts in the records that have a slice of a period, the one with the highest precedence is current.
    """

    id = models.AutoField(primary_key=True)
    extract = models.ForeignKey("extracts.Extract", on_delete=models.PROTECT, related_name="slices")
    source = models.CharField(max_length=40)
    period = models.CharField(max_length=10)  # a quarter; of counts also a year
    rows = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extract", "period"], name="slice_once")]
        indexes = [models.Index(fields=["source", "period"])]

    def __str__(self) -> str:
        return f"{self.source} {self.period}"


class EventNumbers(models.Model):
    """By what the events of a slice are known again in other extracts (extracts.events): rising numbers of 64 bits, "<u8".

    Beside the rows, which are counted without them. Slices that are older than this table have none.
    """

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="+")
    numbers = models.BinaryField()

    def __str__(self) -> str:
        return f"events of slice {self.slice_id}"


class Row(models.Model):
    """A row of an extract, as a place in a slice.

    No constraint and no index: each would cost more than the COPY itself. The primary key that Django asks for is taken
    off in the migration.
    """

    pk = models.CompositePrimaryKey("slice_id", "row")
    slice = models.ForeignKey(Slice, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    row = models.IntegerField()  # in the file, headings being row 1

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class PersonRow(Row):
    """A row about a person, who is known by a keyed hash only.

    The tables are partitioned by the first bits of the hash into BUCKETS of people, so that a worker who counts a share of
    the people reads nobody else's rows.
    """

    person = models.UUIDField()  # the first 128 bits of HMAC-SHA-256

    class Meta:
        abstract = True


class ProfileRow(PersonRow):
    """A row with what was known of the person on the day of the event; letters are those of the catalogue."""

    age = models.SmallIntegerField()  # in years, -1 where no date of birth was given
    sex = LetterField()
    ethnicity_group = LetterField()
    ex_armed_services = LetterField()
    care_experienced = LetterField()
    children_under_18 = LetterField()
    domestic_abuse_perpetrator = LetterField()
    area = LetterField()  # the region

    class Meta:
        abstract = True


class Sentence(ProfileRow):
    """A sentence or order that started."""

    sentence_type = LetterField()
    start_date = models.DateField()


class Termination(ProfileRow):
    """An order or licence that ended."""

    order_type = LetterField()
    end_date = models.DateField()
    outcome = LetterField()


class IndexEvent(ProfileRow):
    """A release, court sentence or caution that starts a follow-up."""

    index_type = LetterField()
    index_date = models.DateField()
    predicted = models.IntegerField()  # the predicted rate in millionths, -1 where none was given


class ProvenOffence(PersonRow):
    """An offence proven by a court or a caution."""

    offence_date = models.DateField()
    sanction_date = models.DateField()
    breach = LetterField()
    in_england_wales = LetterField()
    recordable = LetterField()
    serious = LetterField()


class CaseloadPerson(ProfileRow):
    """A person who was serving a sentence on a snapshot date."""

    snapshot_date = models.DateField()
    setting = LetterField()


class Assessment(PersonRow):
    """An OASys assessment; a score is -1 where its section was not answered."""

    completed_date = models.DateField()
    assessment_type = LetterField()
    status = LetterField()
    version = models.SmallIntegerField()  # of the thresholds: its number in the catalogue's assessments.yaml
    accommodation = models.SmallIntegerField()
    ete = models.SmallIntegerField()
    relationships = models.SmallIntegerField()
    lifestyle = models.SmallIntegerField()
    drugs = models.SmallIntegerField()
    alcohol = models.SmallIntegerField()
    thinking = models.SmallIntegerField()
    attitudes = models.SmallIntegerField()


class Intervention(ProfileRow):
    """An entry to an intervention or to diversion."""

    entry_date = models.DateField()
    kind = LetterField()
    stage = LetterField()


class Referral(ProfileRow):
    """A referral to a charity for people who served in the Armed Forces."""

    referral_date = models.DateField()
    referrer = LetterField()


class ProsecutionCount(Row):
    """Prosecutions and convictions of one strand, area and period, as supplied: counts, about nobody in particular."""

    period = models.CharField(max_length=10)
    area_code = models.CharField(max_length=10)
    strand = models.CharField(max_length=60)
    prosecutions = models.BigIntegerField()
    convictions = models.BigIntegerField()
