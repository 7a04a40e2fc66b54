"""Telling a person once, in the channel they chose."""
