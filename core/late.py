"""Large pieces that take their place in a page after its templates are drawn.

A template copies what it shows once for every block around it, and all of it is encoded at the end: for a thread of a
thousand comments that costs as much as the rest of the page. So the template is given a mark, and bytes that were kept
ready take its place.
"""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.safestring import SafeString, mark_safe

_KEPT = "_late_pieces"


def put_later(request: HttpRequest, markup: bytes) -> SafeString:
    """What stands for ``markup`` in a template of this request. Nobody can write such a mark: it is drawn by lot."""
    mark = f"<!--{secrets.token_hex(16)}-->"
    request.__dict__.setdefault(_KEPT, {})[mark.encode()] = markup
    return mark_safe(mark)  # noqa: S308 - of our own letters


class LatePiecesMiddleware:
    """Puts late pieces into the answer. The innermost of all: the others see the answer as it will be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kept = request.__dict__.get(_KEPT)
        if kept and isinstance(response, HttpResponse):
            response.content = _with(response.content, kept)
        return response


def _with(content: bytes, kept: dict[bytes, bytes]) -> bytes:
    """Each mark occurs once, in whatever order."""
    places = sorted((start, mark) for mark in kept if (start := content.find(mark)) >= 0)
    parts: list[bytes] = []
    end = 0
    for start, mark in places:
        parts += (content[end:start], kept[mark])
        end = start + len(mark)
    return b"".join([*parts, content[end:]])
