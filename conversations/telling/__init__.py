"""Who hears of what happens in a thread, and in which words."""
