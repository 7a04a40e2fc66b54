"""Saying what came of a question or a decision."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from publishing.models import Article, Purpose

from .. import refusals
from ..models import Comment
from ..outcomes import settling
from ..permissions import may_accept_answers, may_record_outcome, may_settle
from ..reading.thread import number_in
from .finding import READ_OR_SEND, article_or_404, comment_or_404


@READ_OR_SEND
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks by GET, accepts by POST, and leads back to the answer."""
    row = comment_or_404(request, pk)
    if not may_accept_answers(request.user, row.page):
        raise Http404
    if request.method != "POST":
        return render(request, "conversations/settled/accept.html", {"row": row})
    try:
        settling.accept(by=request.user, comment=row)
    except PermissionDenied:
        raise Http404 from None
    except refusals.Refused as refusal:
        return render(request, "conversations/refused.html", {"row": row, "refusal": refusal}, status=422)
    return redirect(row)


@READ_OR_SEND
def outcome(request: HttpRequest, page_id: int) -> HttpResponse:
    """What counts now, to be taken back; on a decision, the words in which it is recorded."""
    article = _article_or_404(request, page_id)
    current = settling.current(article)
    is_decision = article.purpose == Purpose.DECIDE
    if current is None and not is_decision:
        raise Http404
    error = ""
    asked = number_in(request.POST.get("comment") or request.GET.get("comment")) or None
    if request.method == "POST":
        try:
            settling.decide(by=request.user, article=article, outcome=request.POST.get("outcome", ""), comment_id=asked)
        except ValidationError as invalid:
            error = invalid.messages[0]
        except refusals.Refused as refusal:
            error, asked = str(refusal), None
        except PermissionDenied:
            raise Http404 from None
        else:
            return redirect(article.address)
    kept = current.comment_id if current is not None and request.method != "POST" else None
    context = {
        "article": article,
        "current": current,
        "is_decision": is_decision,
        "error": error,
        "said": request.POST.get("outcome") or (current.words if current else ""),
        "rests_on": Comment.objects.shown().filter(page_id=article.pk, pk=asked or kept).select_related("user").first(),
        "longest": settling.LONGEST,
    }
    return render(request, "conversations/settled/outcome.html", context, status=422 if error else 200)


@require_GET
def rest_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """From a comment to the form that records the outcome resting on it."""
    row = comment_or_404(request, pk)
    if not may_record_outcome(request.user, row.page):
        raise Http404
    return redirect(f"{reverse('conversations:outcome', args=[row.page_id])}?comment={row.pk}")


@require_POST
def take_back(request: HttpRequest, page_id: int) -> HttpResponse:
    article = _article_or_404(request, page_id)
    try:
        settling.take_back(by=request.user, article=article)
    except PermissionDenied:
        raise Http404 from None
    return redirect(article.address)


def _article_or_404(request: HttpRequest, page_id: int) -> Article:
    article = article_or_404(request, page_id)
    if not may_settle(request.user, article):
        raise Http404
    return article
