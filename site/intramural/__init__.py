"""Puts the house together: settings, addresses and the servers' entry points."""
