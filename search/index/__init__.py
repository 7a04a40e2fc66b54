"""The index of everything: which entries hold which words.

``engine`` names the module that speaks to the database at hand, ``sources`` reads the things, ``keeping`` writes.
"""
