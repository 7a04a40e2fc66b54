"""Finding posts, write-ups and people again."""
