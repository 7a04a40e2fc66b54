"""The cheapest signed-in answer there is: the floor beside which every page is measured."""

from django.http import HttpRequest, HttpResponse

MAX_BYTES = 5_000_000


def floor(request: HttpRequest, size: int) -> HttpResponse:
    """As many bytes as asked for, to somebody whose session and account were read, behind the same middleware."""
    if not request.user.is_authenticated:  # reads session and account, as every page does
        return HttpResponse(status=401)
    return HttpResponse(b"x" * min(size, MAX_BYTES), content_type="text/html; charset=utf-8")
