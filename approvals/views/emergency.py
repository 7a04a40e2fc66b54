"""Publishing past approval, for administrators. To everybody else the address does not exist."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import is_administrator
from publishing.digest import content_digest
from publishing.models import Article

from ..deciding import emergency, reasons
from ..forms import EmergencyForm
from ..refusals import Refused
from ..reviewing import drawing


@require_http_methods(["GET", "HEAD", "POST"])
def past_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest version as it will look, then the reason. ``pk`` is the article's."""
    if not is_administrator(request.user):
        raise Http404
    article = _find(pk)
    if request.method != "POST":
        return _ask(request, article, EmergencyForm())
    form = EmergencyForm(request.POST)
    if not form.is_valid():
        return _ask(request, article, form, status=422)
    told = form.cleaned_data
    try:
        published = emergency.publish_past_approval(
            by=request.user,
            article=article,
            revision_id=told["revision_id"],
            digest=told["digest"],
            reason=told["comment"],
        )
    except Refused as refused:
        refusal = refused.message
    except ValidationError as error:
        refusal = reasons.not_ready(error)
    except PermissionDenied as refused:
        refusal = str(refused) or _("This cannot be published now.")
    else:
        words = {"title": published.draft_title}
        if published.live and not published.has_unpublished_changes:
            messages.success(request, _("“%(title)s” is live. Its authors and leads are told why.") % words)
        else:
            messages.success(
                request, _("“%(title)s” goes live at its time. Its authors and leads are told why.") % words
            )
        return redirect(published.address if published.live else "approvals:desk")
    article = _find(pk)
    again = EmergencyForm({"comment": told["comment"], **_shown(article)})
    again.is_valid()
    again.add_error(None, refusal)
    return _ask(request, article, again, status=422)


def _find(pk: int) -> Article:
    found: Article = get_object_or_404(Article.objects.select_related("team", "owner", "latest_revision"), pk=pk)
    return found


def _shown(article: Article) -> dict[str, Any]:
    revision = article.latest_revision
    return {"revision_id": revision.pk, "digest": content_digest(revision)} if revision is not None else {}


def _ask(request: HttpRequest, article: Article, form: EmergencyForm, *, status: int = 200) -> HttpResponse:
    revision = article.latest_revision
    page = revision.as_object() if revision is not None else article.specific
    if not form.is_bound:
        form.initial = _shown(article)
    context = {
        "article": article,
        "team": article.team,
        "title": page.title,
        "go_live_at": page.go_live_at,
        "drawn": drawing.main_part(request, page),
        "told": emergency.people_told(article),
        "why_not": emergency.why_not_past_approval(request.user, article),
        "form": form,
    }
    return render(request, "approvals/emergency.html", context, status=status)
