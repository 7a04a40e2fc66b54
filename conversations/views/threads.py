"""Writing a comment and finding it over HTTP. Whatever somebody may not read is a 404 like what never was."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core.access import can_view
from publishing.models import Article

from .. import acts, refusals
from ..models import Comment, State
from ..permissions import is_held_for, why_not
from ..reading import thread
from ..writing import mentions, posting
from ..writing.boxes import Box, fresh_key
from .finding import READ_OR_SEND, article_or_404, comment_or_404, comment_with, number_in

_IN_PLACE = re.compile(r"reply-(\d{1,18})", re.ASCII)


@READ_OR_SEND
def post(request: HttpRequest, page_id: int) -> HttpResponse:
    """Write to a whole thread. Who comes here by GET (after signing in again) is led to it."""
    article = article_or_404(request, page_id)
    if request.method != "POST":
        return redirect(f"{article.address}#talk")
    asked = request.POST.get("reply_to", "")
    if not asked:
        return _send(request, article, None, None)
    number = number_in(asked)
    answers = Comment.objects.shown().filter(page_id=article.pk, pk=number).first()
    return _send(request, article, answers, number)


@READ_OR_SEND
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a reply, in place or on a page of its own; and what it sends."""
    answers = comment_with(pk)
    if answers is None or not answers.page.live or not can_view(request.user, answers.page):
        raise Http404
    article: Article = answers.page
    if request.method == "POST" and answers.state != State.HELD:
        return _send(request, article, answers if answers.is_shown else None, pk)
    if not answers.is_shown:
        raise Http404
    refusal = why_not(request.user, article)
    return show_box(request, Box(article, answers, error=refusal), status=403 if refusal else 200)


@require_GET
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's own address: leads to where it stands."""
    row = comment_or_404(request, pk)
    number = thread.page_holding(row)
    # A fifty that is remembered may hold another comment one day: the page is told which one was meant.
    query = f"?talk={number}&c={row.pk}" if number > 1 else ""
    return redirect(f"{row.page.address}{query}#c{row.pk}")


@require_GET
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that this person may do with a comment: in place of the few words below it, or on a page."""
    row = comment_or_404(request, pk)
    context = {"row": row, "acts": acts.offered(request.user, row)}
    if not request.headers.get("HX-Request"):
        return render(request, "conversations/more.html", context)
    response = render(request, "conversations/acts.html", context)
    # The link that asked names no place: it is the same for everybody, and drawn a thousand times.
    response.headers["HX-Retarget"] = f"#c{row.pk} > footer"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


# --- How they answer --------------------------------------------------------------------------------------------------


def _send(request: HttpRequest, article: Article, answers: Comment | None, reply_to: int | None) -> HttpResponse:
    """Take what was sent. What cannot be taken comes back in its form, with the reason beside it."""
    text = request.POST.get("text", "")
    key = request.POST.get("client_key") or fresh_key()
    asked_from = _IN_PLACE.fullmatch(request.headers.get("HX-Target", ""))
    place = int(asked_from[1]) if asked_from else None

    kept = Box(article, answers, text, key=key, place=place)

    def again(refusal: object, status: int, **changes: Any) -> HttpResponse:
        return show_box(request, kept.with_changes(error=str(refusal), **changes), status=status)

    try:
        written = posting.post_comment(
            by=request.user,
            page=article,
            text=text,
            client_key=key,
            reply_to=reply_to,
            confirmed=request.POST.get("confirmed", ""),
        )
    except ValidationError as error:
        return again(error.messages[0], 422)
    except refusals.AsksFirst as asked:
        return again(asked, 409, noticed=asked.noticed, confirms=asked.digest)
    except refusals.ThreadClosed as refusal:
        return again(refusal, 403)
    except refusals.TooFast as refusal:
        return again(refusal, 429)
    except refusals.AlreadyUsed as refusal:
        return again(refusal, 409, key=fresh_key())
    except refusals.Refused as refusal:
        return again(refusal, 422, key=fresh_key(), answers=None)
    except PermissionDenied:
        raise Http404 from None
    notice = mentions.not_told(article, written.comment)
    stays = place == (reply_to or 0) and bool(request.headers.get("HX-Request"))
    if notice and not stays:
        messages.warning(request, notice)
    if not request.headers.get("HX-Request"):
        return redirect(written)
    if not stays:
        return HttpResponse(headers={"HX-Redirect": written.get_absolute_url()})
    count = Article.objects.values_list("comment_count", flat=True).get(pk=article.pk)
    context = {
        "drawn": thread.draw_alone(request.user, article, written),
        "count": count,
        "box": None if answers else Box(article, is_held=is_held_for(request.user, article)),
        "place": place,
        "notice": notice,
    }
    return render(request, "conversations/written.html", context)


def show_box(request: HttpRequest, box: Box, *, status: int) -> HttpResponse:
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
