"""On PostgreSQL the words of an entry move into its row; two indexes that no query uses go."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

_MOVED = [
    "ALTER TABLE search_entry ADD COLUMN words tsvector NOT NULL DEFAULT '',"
    " ADD COLUMN titles tsvector NOT NULL DEFAULT ''",
    "UPDATE search_entry SET words = w.words, titles = w.titles || strip(ts_filter(w.words, '{a}'))"
    " FROM search_words w WHERE w.entry_id = search_entry.id",
    "DROP TRIGGER search_entry_gone ON search_entry",
    "DROP FUNCTION search_entry_gone",
    "DROP TABLE search_words",
    # Room in each block for a changed row beside the old one: then no index has to be written when a team moves.
    "ALTER TABLE search_entry SET (fillfactor = 85)",
]
_INDEXED = [
    "CREATE INDEX search_entry_words ON search_entry USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_titles ON search_entry USING gin (titles) WITH (fastupdate = off)",
]


def move_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in _MOVED:
            schema_editor.execute(statement, params=None)
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in _INDEXED:
            schema_editor.execute(statement, params=None)


def hang_on(apps, schema_editor):
    """SQLite has built the table anew, without the trigger that deletes the words of an entry."""
    import_module("search.migrations.0004_words_of_entries").hang_on(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("search", "0005_communications_promote"),
        ("teams", "0003_working_time_and_deputies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="audience",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="auth.group"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="team",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.team"
            ),
        ),
        migrations.RunPython(hang_on, migrations.RunPython.noop),
        migrations.RunPython(move_words),
    ]
