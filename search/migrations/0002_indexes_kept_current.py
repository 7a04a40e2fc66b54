"""PostgreSQL's search indexes take new words at once.

By default such an index first collects them in a list that every search has to read from end to end, and that makes
the planner prefer reading the whole table. Pages are published rarely and searched all the time.
"""

from django.db import migrations

_SET = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = '{table}' AND indexdef LIKE '% USING gin %'
    LOOP
        EXECUTE format('ALTER INDEX %I SET (fastupdate = {value})', found.indexname);
        {afterwards}
    END LOOP;
END $$
"""


def _set(apps, schema_editor, value, afterwards=""):
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
        schema_editor.execute(_SET.format(table=table, value=value, afterwards=afterwards), params=None)


def at_once(apps, schema_editor):
    _set(apps, schema_editor, "off", "PERFORM gin_clean_pending_list(found.indexname::regclass);")


def collected(apps, schema_editor):
    _set(apps, schema_editor, "on")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_title_and_body_index")]

    operations = [migrations.RunPython(at_once, collected)]
