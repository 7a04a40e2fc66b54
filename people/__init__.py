"""Accounts and profiles of the people who work here."""
