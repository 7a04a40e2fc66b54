"""Who must say yes before something goes live, and the trail of it."""
