"""Changing routes: the house's and a team's own."""
