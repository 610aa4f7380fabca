"""Of each release which series it tells, and for which periods: pages offer these, and need not read the figures for it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

TABLE = "releases_releaseseries"
KEY = ("measure", "cohort", "breakdown", "category", "area_code", "origin")
# Of the releases that there are, as `series.py` made them when this migration was written.
FILLED = f"""
INSERT INTO {TABLE} (release_id, {", ".join(KEY)}, periods, waiting)
SELECT release_id, {", ".join(KEY)}, array_agg(period ORDER BY period),
    coalesce(array_agg(period ORDER BY period) FILTER (WHERE symbol = 'x'), '{{}}')
FROM releases_observation GROUP BY release_id, {", ".join(KEY)};
"""
SIDES = [("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old")]
FINAL = "".join(
    f"CREATE TRIGGER {TABLE}_{event}_{side}_is_final AFTER {event} ON {TABLE} REFERENCING {side} TABLE AS touched"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_figures();"
    for event, side in SIDES
)
FINAL += (
    f"CREATE TRIGGER {TABLE}_is_not_emptied BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_emptying();"
)


def code(longest: int, *, blank: bool = False) -> models.CharField:
    return models.CharField(blank=blank, db_collation="C", max_length=longest)


def codes() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=code(10), size=None)


class Migration(migrations.Migration):
    dependencies = [("releases", "0011_parts_of_a_release")]

    operations = [
        migrations.CreateModel(
            name="ReleaseSeries",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("release", *KEY, blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("measure", code(60)),
                ("cohort", code(60)),
                ("breakdown", code(40, blank=True)),
                ("category", code(60, blank=True)),
                ("area_code", code(10)),
                (
                    "origin",
                    models.CharField(
                        choices=[("published", "already published elsewhere"), ("counted", "counted from records")], max_length=10
                    ),
                ),
                ("periods", codes()),
                ("waiting", codes()),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series",
                        to="releases.release",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.RunSQL(FINAL, migrations.RunSQL.noop),
    ]
