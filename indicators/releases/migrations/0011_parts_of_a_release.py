"""Of each release what it tells, measure by measure: two releases are compared by these."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "releases_releasepart"
# Of the releases that there are, as `parts.py` made them when this migration was written.
FILLED = """
INSERT INTO releases_releasepart (release_id, cohort, measure, period, digest, content)
SELECT release_id, cohort, measure, period,
    md5(string_agg(array_to_string(ARRAY[area_code, breakdown, category, trim_scale(numerator)::text, trim_scale(denominator)::text,
        value::text, CASE WHEN symbol IN ('p', 'r') THEN '' ELSE symbol END, vintage], chr(31), ''), chr(30)
        ORDER BY area_code, breakdown, category))::uuid,
    string_agg(array_to_string(ARRAY[area_code, breakdown, category, trim_scale(numerator)::text, trim_scale(denominator)::text,
        value::text, symbol, vintage], chr(31), ''), chr(30) ORDER BY area_code, breakdown, category)
FROM releases_observation GROUP BY release_id, cohort, measure, period;
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
KEY = ("release", "cohort", "measure", "period")


class Migration(migrations.Migration):
    dependencies = [("releases", "0010_what_everybody_may_know_of_exact_tables")]

    operations = [
        migrations.CreateModel(
            name="ReleasePart",
            fields=[
                ("pk", models.CompositePrimaryKey(*KEY, blank=True, editable=False, primary_key=True, serialize=False)),
                ("cohort", models.CharField(db_collation="C", max_length=60)),
                ("measure", models.CharField(db_collation="C", max_length=60)),
                ("period", models.CharField(db_collation="C", max_length=10)),
                ("digest", models.UUIDField()),
                ("content", models.TextField()),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="releases.release",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.RunSQL(FINAL, migrations.RunSQL.noop),
    ]
