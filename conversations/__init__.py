"""Threaded comments under pages, and their moderation."""
