"""What belongs to a published release cannot be changed, removed or emptied either; what readers may see is a view.

One function (0002) refuses every row that is of a published release. Registers are only ever added to. TRUNCATE knows no
rows: it is refused as long as there is a published release at all.
"""

from django.db import migrations

OF_A_RELEASE = ["releases_correction", "releases_acceptedwarning", "releases_prereleaseaccess"]
FIGURES = ["releases_observation", "releases_exactobservation", "releases_finding", "releases_release_extracts"]
REGISTERS = ["releases_prereleasereading"]
NEVER_EMPTIED = ["releases_release", *FIGURES, *OF_A_RELEASE, *REGISTERS, "releases_withdrawal", "releases_audit", "audit_event"]
SIDES = [("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old")]

FORWARD = """
CREATE FUNCTION releases_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM releases_release WHERE state = 'published') THEN
        RAISE EXCEPTION '% is not emptied: something of it is published', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION releases_refuse_register() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;
CREATE FUNCTION releases_refuse_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'requested' THEN
        RAISE EXCEPTION 'a withdrawal is never removed, and once decided never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_withdrawal_is_final BEFORE UPDATE OR DELETE ON releases_withdrawal
    FOR EACH ROW EXECUTE FUNCTION releases_refuse_decided();
"""
BACKWARD = "DROP TRIGGER releases_withdrawal_is_final ON releases_withdrawal;"
for table in OF_A_RELEASE:
    for event, side in SIDES:
        name = f"{table}_{event}_{side}_is_final"
        FORWARD += (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {side} TABLE AS touched"
            " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_figures();"
        )
        BACKWARD += f"DROP TRIGGER {name} ON {table};"
for table in REGISTERS:
    FORWARD += (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION releases_refuse_register();"
    )
    BACKWARD += f"DROP TRIGGER {table}_append_only ON {table};"
for table in NEVER_EMPTIED:
    FORWARD += (
        f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_emptying();"
    )
    BACKWARD += f"DROP TRIGGER {table}_is_not_emptied ON {table};"
FORWARD += """
CREATE VIEW published_observation AS
    SELECT figure.release_id, figure.cohort, figure.measure, figure.area_code, figure.period, figure.breakdown, figure.category,
        figure.numerator, figure.denominator, figure.value, figure.lower, figure.upper, figure.unit, figure.symbol,
        figure.vintage, figure.source, figure.origin
    FROM releases_observation AS figure JOIN releases_release AS release ON release.id = figure.release_id
    WHERE release.state = 'published' AND NOT EXISTS (
        SELECT FROM releases_withdrawal WHERE release_id = release.id AND state = 'confirmed'
    );
"""
BACKWARD += """
DROP VIEW published_observation;
DROP FUNCTION releases_refuse_emptying();
DROP FUNCTION releases_refuse_register();
DROP FUNCTION releases_refuse_decided();
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0007_life_of_a_release"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
