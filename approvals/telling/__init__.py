"""Who hears what became of a request, and in which words."""
