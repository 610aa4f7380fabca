"""What was said of a signal is history: responses are only ever added, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER signals_signalresponse_append_only BEFORE UPDATE OR DELETE ON signals_signalresponse
    FOR EACH ROW EXECUTE FUNCTION releases_refuse_register();
"""
BACKWARD = "DROP TRIGGER signals_signalresponse_append_only ON signals_signalresponse;"


class Migration(migrations.Migration):
    dependencies = [("signals", "0001_responses"), ("releases", "0008_the_life_of_a_published_release_is_final")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
