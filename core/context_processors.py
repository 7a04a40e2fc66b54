"""What the frame of every page asks about its viewer."""

from typing import Any

from django.http import HttpRequest

from .access import is_somebody
from .viewer import facts_about


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Facts about the viewer that other rooms registered (may write, moderates, has the CMS); lazy, so a page that does
    not ask pays nothing."""
    user = getattr(request, "user", None)
    return facts_about(user) if is_somebody(user) else {}
