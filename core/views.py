"""Answers that belong to no room in particular."""

from django.http import HttpRequest, HttpResponse

from .typed import answer_with_what_was_typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for longer than its session: what was typed is shown again with a token that fits."""
    return answer_with_what_was_typed(request, status=403, reason="stale")
