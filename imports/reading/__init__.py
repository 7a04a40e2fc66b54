"""From a file that a stranger's program wrote to plain records. Nothing here knows the database."""
