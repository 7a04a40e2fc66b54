"""What readers leave in a thread: that they saw it, and what helped them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import refusals
from ..models import Comment, Reaction
from ..reading import personal, thread, visits
from ..reading import reactions as reacting
from ..reading.tools import Tools
from ..telling import told
from ..writing import pace
from .finding import READ_OR_SEND, article_or_404, comment_or_404

REACTIONS_A_MINUTE = 60  # each draws its whole thread anew for everybody


@require_POST
def seen(request: HttpRequest, page_id: int) -> HttpResponse:
    """A reader has seen a thread, up to the moment that their page named."""
    article = article_or_404(request, page_id)
    until = visits.moment_of(request.POST.get("until", ""))
    if until is None:
        return HttpResponseBadRequest()
    visits.mark_seen(person=request.user, article=article, until=until)
    told.met_on_site(request.user, article)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(f"{article.address}#talk")


@READ_OR_SEND
def react(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Say it, or with ``on=0`` take it back. Who comes here by GET (after signing in again) is led to the comment."""
    row = comment_or_404(request, pk)
    if kind not in Reaction.Kind.values:
        raise Http404
    if request.method != "POST":
        return redirect(row)
    if pace.is_too_fast(request.user, "react", REACTIONS_A_MINUTE):
        return _refuse(request, row, _("That are many reactions in a minute. Take a breath, then go on."), 429)
    try:
        reacting.react(by=request.user, comment=row, kind=Reaction.Kind(kind), on=request.POST.get("on", "1") != "0")
    except PermissionDenied:
        raise Http404 from None
    except refusals.Refused as refusal:
        return _refuse(request, row, str(refusal), 422)
    if not request.headers.get("HX-Request"):
        return redirect(row)
    return HttpResponse(_buttons(request, row))


@require_GET
def reactions(request: HttpRequest, pk: int) -> HttpResponse:
    """Who said what: in place of the word that asked for it, or on a page."""
    row = comment_or_404(request, pk)
    context = {"row": row, "kinds": reacting.who_reacted(row)}
    if not request.headers.get("HX-Request"):
        return render(request, "conversations/reactions.html", context)
    response = render(request, "conversations/who_reacted.html", context)
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _refuse(request: HttpRequest, row: Comment, refusal: str, status: int) -> HttpResponse:
    response = render(request, "conversations/refused.html", {"row": row, "refusal": refusal}, status=status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def _buttons(request: HttpRequest, comment: Comment) -> str:
    """The reactions of one comment as this reader sees them now."""
    tools = Tools(thread.look_for(request.user, comment.page))
    buttons = tools.reactions(thread.row_of(comment.pk))
    mine = comment.reactions.filter(person_id=request.user.pk).values_list("kind", flat=True)
    for kind in mine:
        buttons = personal.pressed(buttons, kind)
    return mark_safe(buttons)  # noqa: S308 - escaped where it was drawn
