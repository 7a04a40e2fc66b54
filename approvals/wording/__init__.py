"""A version of a page in plain words, and how two of them differ."""
