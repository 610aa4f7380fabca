"""What was said of an action is history: updates are only ever added, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION plans_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;
CREATE TRIGGER plans_actionupdate_append_only BEFORE UPDATE OR DELETE ON plans_actionupdate
    FOR EACH ROW EXECUTE FUNCTION plans_refuse();
CREATE TRIGGER plans_actionupdate_is_not_emptied BEFORE TRUNCATE ON plans_actionupdate
    FOR EACH STATEMENT EXECUTE FUNCTION plans_refuse();
"""
BACKWARD = """
DROP TRIGGER plans_actionupdate_is_not_emptied ON plans_actionupdate;
DROP TRIGGER plans_actionupdate_append_only ON plans_actionupdate;
DROP FUNCTION plans_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_what_is_said_of_actions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
