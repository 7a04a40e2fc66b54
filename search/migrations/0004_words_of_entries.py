"""The words of entries: full-text tables on SQLite, word vectors with their indexes on PostgreSQL.

They hang on the entries by a trigger, so that whatever deletes an entry deletes its words. A later migration that
makes SQLite build the table of entries anew (any change of a column does) has to make the trigger again: call
``hang_on`` of this module after it.

Where PostgreSQL offers the extension for trigrams and lets us create it, misspelt words are looked up by them; where
not, by how they begin and end.
"""

from django.db import DatabaseError, migrations, transaction

_SQLITE = [
    "CREATE VIRTUAL TABLE search_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE search_titles USING fts5(title, prefix = '1 2 3',"
    " tokenize = 'unicode61 remove_diacritics 2')",
]
_SQLITE_TRIGGER = (
    "CREATE TRIGGER IF NOT EXISTS search_entry_gone AFTER DELETE ON search_entry BEGIN"
    " DELETE FROM search_words WHERE rowid = old.id; DELETE FROM search_titles WHERE rowid = old.id; END"
)
_POSTGRESQL = [
    "CREATE TABLE search_words (entry_id bigint PRIMARY KEY, words tsvector NOT NULL, titles tsvector NOT NULL)",
    "CREATE INDEX search_words_words ON search_words USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX search_words_titles ON search_words USING gin (titles) WITH (fastupdate = off)",
    "CREATE FUNCTION search_entry_gone() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN DELETE FROM search_words WHERE entry_id = OLD.id; RETURN NULL; END $$",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry FOR EACH ROW EXECUTE FUNCTION search_entry_gone()",
]
_DROPPED = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS search_entry_gone",
        "DROP TABLE IF EXISTS search_words",
        "DROP TABLE IF EXISTS search_titles",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS search_entry_gone ON search_entry",
        "DROP FUNCTION IF EXISTS search_entry_gone",
        "DROP TABLE IF EXISTS search_words",
        "DROP INDEX IF EXISTS search_word_trigrams",
    ],
}


def hang_on(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE_TRIGGER)


def build(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        schema_editor.execute(statement, params=None)
    hang_on(apps, schema_editor)
    if is_postgresql:
        _build_trigrams(schema_editor)


def _build_trigrams(schema_editor):
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute("CREATE INDEX search_word_trigrams ON search_word USING gin (word gin_trgm_ops)")
    except DatabaseError:
        pass  # not offered, or not ours to create: done without


def drop(apps, schema_editor):
    for statement in _DROPPED[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_entries")]

    operations = [migrations.RunPython(build, drop)]
