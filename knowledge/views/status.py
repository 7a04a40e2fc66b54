"""What a page is worth today, said by those who may."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.formatting import full_date
from publishing.models import Article

from .. import standing
from ..by_mail import CONFIRM, OUTDATED
from ..forms import StatusForm
from ..permissions import may_answer, may_change_status
from .finding import article_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everything about a page's worth in one form; for whoever only looks after it, the question whether it holds."""
    article = article_or_404(request, page_id)
    may_change = may_change_status(request.user, article)
    if not may_change and not may_answer(request.user, article):
        raise Http404
    form = StatusForm(article, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid() and _change(request, article, form):
            return redirect(article.address if article.live else request.path)
    context = {
        "article": article,
        "form": form if may_change else None,
        "may_answer": may_answer(request.user, article),
        "holds": CONFIRM,
        "outdated": OUTDATED,
    }
    return render(request, "knowledge/status.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, article: Article, form: StatusForm) -> bool:
    try:
        changed = standing.change(by=request.user, article=article, to=form.status(), seen=form.cleaned_data["seen"])
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    if changed:
        messages.success(request, _("Saved. Readers see it from now on."))
    else:
        messages.info(request, _("It was so already."))
    return True


@require_POST
def answer(request: HttpRequest, page_id: int) -> HttpResponse:
    """One click on the site: it still holds, or it is outdated."""
    article = article_or_404(request, page_id)
    due = _day(request.POST.get("due", "")) or article.review_on
    try:
        said = answered(request.POST.get("answer", ""), by=request.user, article=article, due=due)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, said)
    return redirect(article.address)


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


def answered(word: str, *, by: object, article: Article, due: datetime.date | None) -> str:
    """Do what one of the two buttons says about the look due that day; returns a sentence for whoever pressed it.
    Raises what the actions do, and Http404 for a word that is no answer."""
    if word == CONFIRM:
        day = full_date(standing.confirm(by=by, article=article, due=due))
        return _("Thank you. You are asked again before %(day)s.") % {"day": day}
    if word == OUTDATED:
        standing.mark_outdated(by=by, article=article, due=due)
        return _("Thank you. Readers now see that the page is outdated.")
    raise Http404
