"""Where the buttons of a mail lead, signed in or not. They ask once more, and decide by POST for whom the mail was."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from notifications.questions import RunOutError

from ..deciding import reasons
from ..forms import ApproveForm, DecisionForm, ReturnForm
from ..models import Request
from ..refusals import PAGE_IS_GONE
from ..reviewing import by_mail as mail
from .answers import find, thanks, told


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = mail.read(token)
    except RunOutError:
        return told(request, _("This link was good for three days. Please decide on your desk instead."), 410)
    if link is None:
        raise Http404
    if request.user.is_authenticated and request.user.pk != link.person.pk:
        return told(request, _("This link answers for somebody else, whom the mail was for."), 403)
    asked, task_state = find(link.task_state_id)
    refusal = mail.why_not(link, asked, task_state)
    if refusal:
        return told(request, refusal, 409 if request.method == "POST" else 200)
    if request.method != "POST":
        wants_changes = request.GET.get("answer") == mail.RETURN
        return _ask(request, link, asked, ReturnForm() if wants_changes else ApproveForm())
    form = (ReturnForm if request.POST.get("answer") == mail.RETURN else ApproveForm)(
        {"comment": request.POST.get("comment", ""), "revision_id": link.revision_id, "digest": link.digest}
    )
    if not form.is_valid():
        return _ask(request, link, asked, form, status=422)
    try:
        decision = mail.decide(link, task_state, form)
    except ValidationError as error:
        form.add_error(None, reasons.not_ready(error))
        return _ask(request, link, asked, form, status=422)
    except PermissionDenied:
        # Somebody was quicker than this request: what they did is said as to whoever comes later.
        if not Request.objects.filter(pk=asked.pk).exists():
            return told(request, str(PAGE_IS_GONE), 410)
        refusal = mail.why_not(link, *find(task_state.pk)) or _("This cannot be decided now.")
        return told(request, refusal, 409)
    return told(request, thanks(decision), heading=_("Thank you"))


def _ask(
    request: HttpRequest, link: mail.Link, asked: Request, form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    """The one answer in front, the other below it."""
    context = {
        "person": link.person,
        "title": asked.article.draft_title,
        "team": asked.article.team,
        "wants_changes": isinstance(form, ReturnForm),
        "form": form,
        "approve": mail.APPROVE,
        "return_": mail.RETURN,
    }
    return render(request, "approvals/by_mail.html", context, status=status)
