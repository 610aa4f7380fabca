"""A published release cannot be changed: the database itself refuses, whatever the code above it does."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION releases_refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'release % is published and cannot be changed', OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_published_is_final BEFORE UPDATE OR DELETE ON releases_release
    FOR EACH ROW EXECUTE FUNCTION releases_refuse_published();

CREATE FUNCTION releases_refuse_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM releases_release WHERE state = 'published' AND id IN (SELECT release_id FROM touched)
    ) THEN
        RAISE EXCEPTION 'a published release''s figures cannot be changed';
    END IF;
    RETURN NULL;
END $$;
"""
TABLES = ["releases_observation", "releases_exactobservation", "releases_release_extracts"]
# After the statement and over all its rows at once: a draft of half a million rows is written by one COPY.
SIDES = [("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old")]
FORWARD += "".join(
    f"CREATE TRIGGER {table}_{event}_{side}_is_final AFTER {event} ON {table} REFERENCING {side} TABLE AS touched"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_figures();"
    for table in TABLES
    for event, side in SIDES
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_{event}_{side}_is_final ON {table};" for table in TABLES for event, side in SIDES)
    + """
DROP TRIGGER releases_published_is_final ON releases_release;
DROP FUNCTION releases_refuse_published();
DROP FUNCTION releases_refuse_figures();
"""
)


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
