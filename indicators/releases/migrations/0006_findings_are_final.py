"""The findings of a published release cannot be changed either."""

from django.db import migrations

TABLE = "releases_finding"
SIDES = [("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old")]
FORWARD = "".join(
    f"CREATE TRIGGER {TABLE}_{event}_{side}_is_final AFTER {event} ON {TABLE} REFERENCING {side} TABLE AS touched"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_figures();"
    for event, side in SIDES
)
BACKWARD = "".join(f"DROP TRIGGER {TABLE}_{event}_{side}_is_final ON {TABLE};" for event, side in SIDES)


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_findings_and_audits")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
