"""Measures the site as its readers meet it: the production server, real pages, and a floor to compare with.

Times are printed and never asserted: machines are shared and noisy. What counts is application CPU per request as a
multiple of the floor, measured in the same run: a signed-in view that returns as many bytes and does nothing else.
"""
