from django.db import models


class Slice(models.Model):
    """One piece that an extract replaces as a whole: for `published` one figure, for record sources one quarter.

    Of the extracts in the records that hold a slice, the one with the highest precedence is current.
    """

    # Extracts are never removed, and a trigger for each of a million rows would cost more than the COPY itself: no
    # foreign key in the database, here and in the tables of rows.
    extract = models.ForeignKey(
        "extracts.Extract", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="slices"
    )
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=250)
    rows = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key", "extract"], name="slice_once_per_extract")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class PublishedFigure(models.Model):
    """A row of a `published` extract: a figure that somebody else has already published."""

    pk = models.CompositePrimaryKey("extract_id", "row")
    extract = models.ForeignKey(
        "extracts.Extract", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    row = models.BigIntegerField()  # in the file, headings being row 1
    slice_key = models.CharField(max_length=250)
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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extract", "slice_key"], name="figure_once_per_extract")]

    def __str__(self) -> str:
        return self.slice_key
