"""How long to wait before something that failed is tried again."""

import random
from datetime import timedelta

ATTEMPTS = 10  # a mail server that is away for a night is back before these are used up


def delay(attempts: int, *, first: timedelta = timedelta(seconds=10), cap: timedelta = timedelta(hours=6)) -> timedelta:
    """Three times as long after every failure, up to the cap, spread a little so that a crowd does not return at once.

    With the defaults: 10 s, 30 s, 90 s, … 2 h, 6 h, 6 h; ten attempts take about fifteen hours.
    """
    # The exponent is bounded before it is used: something that fails for a year must not overflow.
    wait = min(first * 3 ** min(max(attempts, 1) - 1, 20), cap)
    return wait * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load, guards nothing
