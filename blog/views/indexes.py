"""A team's blog, and its projects."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing.models import Article, Purpose, Result
from publishing.rows import rows_of
from teams.permissions import may_write_in

from ..models import BlogIndexPage, BlogPostPage, ProjectsIndexPage, WriteUpPage


def blog_index(request: HttpRequest, page: BlogIndexPage) -> HttpResponse:
    """The team's posts, newest first; ``?purpose=ask`` narrows them."""
    return _index(request, page, BlogPostPage, "purpose", Purpose, "blog/blog_index_page.html")


def projects_index(request: HttpRequest, page: ProjectsIndexPage) -> HttpResponse:
    """The team's write-ups, newest first; ``?result=failed`` narrows them to what did not work."""
    return _index(request, page, WriteUpPage, "result", Result, "blog/projects_index_page.html")


def _index(request: HttpRequest, page: Any, model: type[Article], by: str, choices: Any, template: str) -> HttpResponse:
    wanted = request.GET.get(by, "")
    rows: QuerySet[Any] = (
        Article.objects.visible_to(request.user)
        .filter(team=page.team_id, content_type=ContentType.objects.get_for_model(model))
        .by_newest()
    )
    if wanted in choices.values:
        rows = rows.filter(**{by: wanted})
    else:
        wanted = ""
    slice_ = rows_of(rows, request.GET.get("page"), level=2, hide_team=True)
    context = {
        "page": page,
        "team": page.team,
        "slice": slice_,
        "by": by,
        "wanted": wanted,
        "choices": choices.choices,
        "query": f"{by}={wanted}&" if wanted else "",
        "may_write": may_write_in(request.user, page.team),
        "add_address": f"/admin/pages/add/blog/{model._meta.model_name}/{page.pk}/",
    }
    if request.headers.get("HX-Request"):
        template = "blog/index_rows.html"
    return render(request, template, context)
