"""The index that PostgreSQL searches by.

Wagtail's queries ask for ``title || body`` while its migrations index the two columns apart, so every search reads
the whole table. This one is used without a change to any query.
"""

from django.db import migrations

NAME = "search_title_and_body"


def _table(apps):
    return apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {_table(apps)} USING gin ((title || body))")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]

    operations = [migrations.RunPython(build, drop)]
