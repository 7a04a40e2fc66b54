"""Giving people back what they typed when it could not be taken: the session ended, or the form was too old."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

_NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "new_password", "old_password")
_LONG = 60


@dataclass(frozen=True)
class Typed:
    """One value of a form as it was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Long or broken over lines: somebody wrote this."""
        return len(self.value) > _LONG or "\n" in self.value


def what_was_typed(request: HttpRequest) -> list[Typed]:
    return [
        Typed(name, value)
        for name, values in request.POST.lists()
        if not name.startswith(_NEVER_SHOWN)
        for value in values
    ]


def answer_with_what_was_typed(request: HttpRequest, *, status: int, reason: str) -> HttpResponse:
    """A page, or for htmx a fragment, that holds the sent form so that it can be sent again.

    ``reason`` is ``signed_out`` (401) or ``stale`` (403: the form's token no longer fits the session).
    """
    template = "core/typed_fragment.html" if request.headers.get("HX-Request") else "core/typed_page.html"
    context = {"typed": what_was_typed(request), "reason": reason, "address": request.get_full_path()}
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
