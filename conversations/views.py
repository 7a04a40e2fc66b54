"""Writing, finding and moderating a comment over HTTP. Whatever somebody may not read is a 404 like what never was."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.access import can_view
from publishing.models import Article

from . import actions, thread
from .boxes import Box, fresh_key
from .forms import ReasonForm
from .models import Comment, State
from .moderators import moderates
from .permissions import is_held_for, user_can_moderate, why_not
from .queue import waiting_address

_IN_PLACE = re.compile(r"reply-(\d{1,18})", re.ASCII)
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def post(request: HttpRequest, page_id: int) -> HttpResponse:
    """Write to a whole thread. Who comes here by GET (after signing in again) is led to it."""
    article = _article_or_404(request, page_id)
    if request.method != "POST":
        return redirect(f"{article.address}#talk")
    asked = request.POST.get("reply_to", "")
    if not asked:
        return _send(request, article, None, None)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    answers = Comment.objects.shown().filter(page_id=article.pk, pk=number).first()
    return _send(request, article, answers, number)


@READ_OR_SEND
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a reply, in place or on a page of its own; and what it sends."""
    answers = _comments().filter(pk=pk).first()
    if answers is None or not answers.page.live or not can_view(request.user, answers.page):
        raise Http404
    article: Article = answers.page
    if request.method == "POST" and answers.state != State.HELD:
        return _send(request, article, answers if answers.is_shown else None, pk)
    if not answers.is_shown:
        raise Http404
    refusal = why_not(request.user, article)
    return _show(request, Box(article, answers, error=refusal), status=403 if refusal else 200)


@require_GET
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's own address: leads to where it stands."""
    row = _comment_or_404(request, pk)
    number = thread.page_holding(row)
    query = f"?talk={number}" if number > 1 else ""
    return redirect(f"{row.page.address}{query}#c{row.pk}")


@READ_OR_SEND
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = _moderated_or_404(request, pk)
    return _moderate(request, row, "approve", lambda: actions.approve(by=request.user, comment=row))


@READ_OR_SEND
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    row = _moderated_or_404(request, pk)
    return _moderate(request, row, "restore", lambda: actions.restore(by=request.user, comment=row))


@READ_OR_SEND
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    row = _moderated_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not form.is_valid():
        return render(request, "conversations/moderate.html", {"row": row, "act": "hide", "form": form}, status=422)
    return _moderate(
        request,
        row,
        "hide",
        lambda: actions.hide(by=request.user, comment=row, reason=form.cleaned_data["reason"]),
        form,
    )


@require_GET
def moderation(request: HttpRequest) -> HttpResponse:
    """The queue is in the CMS; for those who moderate nothing there is none."""
    if not moderates(request.user):
        raise Http404
    return redirect(waiting_address())


# --- How they answer --------------------------------------------------------------------------------------------------


def _comments() -> Any:
    return Comment.objects.select_related("page__team", "user")


def _article_or_404(request: HttpRequest, pk: int) -> Article:
    article = Article.objects.filter(live=True, pk=pk).select_related("team").first()
    if article is None or not can_view(request.user, article):
        raise Http404
    return article


def _comment_or_404(request: HttpRequest, pk: int) -> Comment:
    row: Comment | None = _comments().filter(pk=pk).first()
    if row is None or not can_view(request.user, row):
        raise Http404
    return row


def _moderated_or_404(request: HttpRequest, pk: int) -> Comment:
    row = _comment_or_404(request, pk)
    if not user_can_moderate(request.user, row):
        raise Http404
    return row


def _send(request: HttpRequest, article: Article, answers: Comment | None, reply_to: int | None) -> HttpResponse:
    """Take what was sent. What cannot be taken comes back in its form, with the reason beside it."""
    text = request.POST.get("text", "")
    key = request.POST.get("client_key") or fresh_key()
    asked_from = _IN_PLACE.fullmatch(request.headers.get("HX-Target", ""))
    place = int(asked_from[1]) if asked_from else None

    def again(sentence: str, status: int, *, key: str = key, answers: Comment | None = answers) -> HttpResponse:
        return _show(request, Box(article, answers, text, sentence, key=key, place=place), status=status)

    try:
        written = actions.post_comment(by=request.user, page=article, text=text, client_key=key, reply_to=reply_to)
    except ValidationError as error:
        return again(error.messages[0], 422)
    except actions.ThreadClosed as refusal:
        return again(str(refusal), 403)
    except actions.TooFast as refusal:
        return again(str(refusal), 429)
    except actions.AlreadyUsed as refusal:
        return again(str(refusal), 409, key=fresh_key())
    except actions.Refused as refusal:
        return again(str(refusal), 422, key=fresh_key(), answers=None)
    except PermissionDenied:
        raise Http404 from None
    if not request.headers.get("HX-Request"):
        return redirect(written)
    if place != (reply_to or 0):
        return HttpResponse(headers={"HX-Redirect": written.get_absolute_url()})
    count = Article.objects.values_list("comment_count", flat=True).get(pk=article.pk)
    context = {
        "drawn": thread.draw_alone(request.user, article, written),
        "count": count,
        "box": None if answers else Box(article, is_held=is_held_for(request.user, article)),
        "place": place,
    }
    return render(request, "conversations/written.html", context)


def _show(request: HttpRequest, box: Box, *, status: int) -> HttpResponse:
    """The form by itself: in place where htmx asks, else on a page that shows what is answered."""
    template = "conversations/box.html" if request.headers.get("HX-Request") else "conversations/write.html"
    response = render(request, template, {"box": box}, status=status)
    if request.method == "GET":
        # The link that asked names no place: it is the same for everybody, and drawn a thousand times.
        response.headers["HX-Retarget"] = f"#reply-{box.number}"
        response.headers["HX-Reswap"] = "outerHTML"
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def _moderate(
    request: HttpRequest, row: Comment, act: str, do: Callable[[], object], form: ReasonForm | None = None
) -> HttpResponse:
    """Asks by GET, acts by POST, and leads back to the comment."""
    if request.method != "POST":
        return render(request, "conversations/moderate.html", {"row": row, "act": act, "form": form})
    try:
        do()
    except PermissionDenied:
        raise Http404 from None
    return redirect(row)
