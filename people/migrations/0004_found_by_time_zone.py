"""People are found by their time zone too: what the directory looks through is written anew."""

from django.db import migrations

from core.text import fold

_AT_ONCE = 500


def write_anew(apps, schema_editor):
    user = apps.get_model("people", "User")
    rows = []
    for person in user.objects.iterator(chunk_size=_AT_ONCE):
        name = f"{person.first_name} {person.last_name}".strip() or person.username
        zone = person.time_zone.replace("/", " ").replace("_", " ")
        words = (name, person.username, person.job_title, person.place, person.languages, zone)
        person.words_folded = fold(" ".join(words))
        rows.append(person)
    user.objects.bulk_update(rows, ["words_folded"], batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_anonymised_at")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
