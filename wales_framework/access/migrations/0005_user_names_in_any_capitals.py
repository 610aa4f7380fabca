import django.db.models.functions.text
from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Lower

SAID = (
    "Some accounts have the same user name but for capitals, so that none of them can sign in by it: {names}. Give all but one of "
    "each another name, as the database's owner: UPDATE access_user SET username = 'another-name' WHERE username = '…'; then "
    "migrate again."
)


def tell_who_has_the_same(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Which of two people is renamed only somebody who knows them can say: say so instead of what the index would."""
    people = apps.get_model("access", "User").objects.using(schema_editor.connection.alias).annotate(same=Lower("username"))
    twice = people.values("same").annotate(number=models.Count("pk")).filter(number__gt=1).values("same")
    names = people.filter(same__in=twice).order_by("same", "username").values_list("username", flat=True)
    if names:
        raise CommandError(SAID.format(names=", ".join(names)))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_invitations_and_four_eyes"),
    ]

    operations = [
        migrations.RunPython(tell_who_has_the_same, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="one_account_for_a_user_name_in_any_capitals"
            ),
        ),
    ]
