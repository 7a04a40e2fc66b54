"""Everything under one tag that the reader may see."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from notifications.buttons import follow_button
from notifications.subjects import TAG
from publishing.models import Article, Tag
from publishing.rows import rows_of


@require_GET
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag with nothing behind it that the reader may see does not exist for them."""
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        raise Http404
    rows = Article.objects.visible_to(request.user).filter(tagged__tag=tag).by_newest()
    slice_ = rows_of(rows, request.GET.get("page"), level=2)
    if not slice_.rows:
        raise Http404
    context = {"tag": tag, "slice": slice_, "query": ""}
    if request.headers.get("HX-Request"):
        return render(request, "blog/index_rows.html", context)
    follow = follow_button(request, TAG, tag.pk).render(request)
    return render(request, "blog/tag_page.html", context | {"follow": follow})
