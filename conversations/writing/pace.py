"""How often somebody may ask for what writes nothing and still costs something. Counted in the cache, so roughly."""

from typing import Any

from django.core.cache import cache
from django.utils import timezone

MINUTE = 60


def is_too_fast(user: Any, what: str, most: int) -> bool:
    """Whether this person has asked for ``what`` more than ``most`` times within the minute of the clock."""
    key = f"conversations:pace:{what}:{user.pk}:{int(timezone.now().timestamp()) // MINUTE}"
    cache.add(key, 0, MINUTE * 2)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # the cache has dropped it in between
        return False
