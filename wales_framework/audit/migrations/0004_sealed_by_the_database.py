"""Every audit event becomes a link of a chain when its transaction is committed; what is there already is sealed in its order.

The lock that keeps the chain without a fork is taken as late as can be: loads of minutes write their event inside their one
transaction, and only the end of each commit waits for the end of another. The checks of foreign keys, which may wait for rows that
others hold, come at the commit too, and must come before the lock: else two transactions could wait for each other. Triggers that
are due at a commit run in the order in which they were called for, and those that they call for come after them all. So the first
one notes the event down, and the second one, which that note calls for, takes the lock and seals.
"""

from django.db import migrations

TEXT = """json_build_array(
    {position}, to_char({sealed} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    event.id, to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), event.action, event.user_id, event.username,
    event.target_type, event.target_id, event.target_name, event.why, event.detail::text)::text"""
HASH = "encode(sha256(convert_to({previous} || E'\\n' || {text}, 'UTF8')), 'hex')"
SEALED = HASH.format(previous="before", text=TEXT.format(position="place", sealed="sealed"))
PRESENT = HASH.format(previous="last", text=TEXT.format(position="place", sealed="NULL::timestamptz"))

FORWARD = f"""
CREATE TABLE audit_sealing (event_id bigint PRIMARY KEY);

CREATE FUNCTION audit_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_sealing VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place bigint;
    before text;
    sealed timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(1635083369, 1667785065);
    SELECT position, hash INTO place, before FROM audit_link ORDER BY position DESC LIMIT 1;
    place := coalesce(place, 0) + 1;
    before := coalesce(before, repeat('0', 64));
    sealed := clock_timestamp();
    INSERT INTO audit_link (position, event_id, sealed_at, previous, hash)
        SELECT place, event.id, sealed, before, {SEALED}
        FROM audit_event AS event WHERE event.id = NEW.event_id;
    DELETE FROM audit_sealing WHERE event_id = NEW.event_id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_noted AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_note();
CREATE CONSTRAINT TRIGGER audit_sealed AFTER INSERT ON audit_sealing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal();

CREATE FUNCTION audit_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the chain of the audit trail is never emptied';
END $$;
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_is_not_emptied BEFORE TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_emptying();

DO $$
DECLARE
    event audit_event;
    last text := repeat('0', 64);
    place bigint := 0;
    made text;
BEGIN
    FOR event IN SELECT * FROM audit_event ORDER BY id LOOP
        place := place + 1;
        made := {PRESENT};
        INSERT INTO audit_link (position, event_id, previous, hash) VALUES (place, event.id, last, made);
        last := made;
    END LOOP;
END $$;
"""
BACKWARD = """
DROP TRIGGER audit_noted ON audit_event;
DROP TRIGGER audit_link_is_not_emptied ON audit_link;
DROP TRIGGER audit_link_append_only ON audit_link;
DROP TABLE audit_sealing;
DROP FUNCTION audit_note();
DROP FUNCTION audit_seal();
DROP FUNCTION audit_refuse_emptying();
DELETE FROM audit_link;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_links_of_the_chain")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
