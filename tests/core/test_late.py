"""Large pieces take their place in a page after its templates, and nothing that anybody writes is taken for a mark."""

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from core.late import LatePiecesMiddleware, put_later


def answered(make):
    return LatePiecesMiddleware(make)(RequestFactory().get("/"))


def test_each_piece_stands_where_its_mark_stood():
    def page(request):
        first, second = put_later(request, "→ eins".encode()), put_later(request, b"two")
        return HttpResponse(f"<p>{second}</p><p>{first}</p>")

    assert answered(page).content.decode() == "<p>two</p><p>→ eins</p>"


def test_a_piece_that_no_template_shows_is_left_out():
    def page(request):
        put_later(request, b"unseen")
        return HttpResponse("seen")

    assert answered(page).content == b"seen"


def test_a_piece_may_hold_what_looks_like_a_mark():
    def page(request):
        first = put_later(request, b"one")
        second = put_later(request, first.encode())
        return HttpResponse(f"{second}|{first}")

    content = answered(page).content
    assert content.startswith(b"<!--")
    assert content.endswith(b"|one")


def test_other_answers_pass():
    assert answered(lambda request: HttpResponse("plain")).content == b"plain"
    assert b"".join(answered(lambda request: StreamingHttpResponse(["a", "b"]))) == b"ab"
