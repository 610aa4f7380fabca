from django.db import models


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
