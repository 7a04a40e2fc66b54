"""Pictures of an old blog: found beside it, or fetched where that was asked for, and put into the library."""
