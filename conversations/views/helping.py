"""What helps while a comment is written: how it will look, and whom one can mention. Neither writes anything."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..models import Comment
from ..permissions import is_held_for
from ..writing import mentions, pace, words
from ..writing.boxes import Box, fresh_key
from ..writing.markup import Parsed
from .finding import article_or_404, number_in, own_or_404
from .threads import show_box
from .writing import show_edit_box

PREVIEWS_A_MINUTE = 30
QUESTIONS_A_MINUTE = 240


@require_POST
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """The text as its readers would get it: below the form where htmx asks, else in the form on a page."""
    article = article_or_404(request, page_id)
    text = request.POST.get("text", "")
    drawn = error = ""
    status = 200
    if pace.is_too_fast(request.user, "preview", PREVIEWS_A_MINUTE):
        error, status = _("That are many previews in a minute. Your words are kept; try again in a moment."), 429
    else:
        try:
            parsed = Parsed(words.cleaned(text))
            drawn = mark_safe(parsed.as_html(mentions.look_up(article, parsed.names).known))  # noqa: S308 - cleaned there
        except ValidationError as refusal:
            error, status = refusal.messages[0], 422
    if request.headers.get("HX-Request"):
        return render(request, "conversations/preview.html", {"preview": drawn, "error": error}, status=status)
    box = Box(article, text=text, error=error, preview=drawn, is_held=is_held_for(request.user, article))
    edited = number_in(request.GET.get("edit"))
    if edited:
        row = own_or_404(request, edited)
        box = box.with_changes(article=row.page, edits=row, seen=request.POST.get("seen", ""), is_held=False)
        return show_edit_box(request, box, status=status)
    answered = number_in(request.GET.get("answer"))
    answers = (
        Comment.objects.shown().select_related("user", "page__team").filter(page_id=article.pk, pk=answered).first()
    )
    key = request.POST.get("client_key") or fresh_key()
    return show_box(request, box.with_changes(answers=answers, key=key), status=status)


@require_safe
def suggestions(request: HttpRequest, page_id: int) -> HttpResponse:
    """People who read the page, or teams, whose name begins as what was typed."""
    article = article_or_404(request, page_id)
    if pace.is_too_fast(request.user, "mentions", QUESTIONS_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    offered = mentions.offered(article, request.GET.get("q", ""))
    return render(request, "conversations/mentions.html", {"offered": offered})
