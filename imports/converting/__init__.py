"""From the markup of an old blog to the blocks of ours. Nothing here knows the database."""
