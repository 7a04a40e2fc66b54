"""Where the buttons of the mail lead, signed in or not. They ask once more, and answer by POST for whom it was."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from notifications.questions import RunOutError

from .. import by_mail as mail
from .status import answered


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = mail.read(token)
    except RunOutError:
        return _told(request, _("This link was good for sixty days. Please answer on the page itself."), 410)
    if link is None:
        raise Http404
    if request.user.is_authenticated and request.user.pk != link.person.pk:
        return _told(request, _("This link answers for somebody else, whom the mail was for."), 403)
    article = mail.article_of(link)
    if article is None:
        return _told(request, _("This no longer waits for you."), 409 if request.method == "POST" else 200)
    refusal = mail.why_not(link, article)
    if refusal:
        return _told(request, refusal, 409 if request.method == "POST" else 200, address=article.address)
    if request.method == "POST":
        try:
            said = answered(request.POST.get("answer", ""), by=link.person, article=article, due=link.due)
        except PermissionDenied:
            return _told(request, _("This no longer waits for you."), 409)
        except ValidationError as refused:
            return _told(request, refused.messages[0], 409, address=article.address)
        return _told(request, said, heading=_("Thank you"), address=article.address)
    context = {
        "person": link.person,
        "article": article,
        "is_outdated": request.GET.get("answer") == mail.OUTDATED,
        "holds": mail.CONFIRM,
        "outdated": mail.OUTDATED,
    }
    return render(request, "knowledge/by_mail.html", context)


def _told(
    request: HttpRequest, sentence: str, status: int = 200, *, heading: str = "", address: str = ""
) -> HttpResponse:
    context = {"sentence": sentence, "heading": heading, "address": address}
    return render(request, "knowledge/answered.html", context, status=status)
