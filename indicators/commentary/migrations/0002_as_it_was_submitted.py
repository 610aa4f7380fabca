"""Commentary changes while its release is a draft and no longer, whatever the code above does: it is approved with the figures."""

from django.db import migrations

TABLE = "commentary_commentary"
SIDES = [("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old")]
FORWARD = (
    """
CREATE FUNCTION commentary_refuse_unless_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other RECORD;
BEGIN
    SELECT id, state INTO other FROM releases_release
        WHERE state <> 'draft' AND id IN (SELECT release_id FROM touched) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'release % is %: its commentary cannot be changed', other.id, other.state;
    END IF;
    RETURN NULL;
END $$;
"""
    + "".join(
        f"CREATE TRIGGER {TABLE}_{event}_{side}_is_final AFTER {event} ON {TABLE} REFERENCING {side} TABLE AS touched"
        " FOR EACH STATEMENT EXECUTE FUNCTION commentary_refuse_unless_draft();"
        for event, side in SIDES
    )
    + f"CREATE TRIGGER {TABLE}_is_not_emptied BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_refuse_emptying();"
)
BACKWARD = (
    "".join(f"DROP TRIGGER {TABLE}_{event}_{side}_is_final ON {TABLE};" for event, side in SIDES)
    + f"DROP TRIGGER {TABLE}_is_not_emptied ON {TABLE}; DROP FUNCTION commentary_refuse_unless_draft();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0001_commentary_of_a_release"),
        ("releases", "0008_the_life_of_a_published_release_is_final"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
