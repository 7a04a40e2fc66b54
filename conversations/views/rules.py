"""What counts in one page's thread, and in all threads of a team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from publishing.models import Article
from teams.models import Team
from teams.permissions import may_lead, may_read

from .. import moderating
from ..moderating import talk_settings
from ..moderating.rule_forms import CloseForm, PagePolicyForm, TeamTalkForm
from ..permissions import has_closed, user_can_set_rules
from ..refusals import Refused
from .answers import say_done
from .finding import READ_OR_SEND, article_or_404


@READ_OR_SEND
def page_settings(request: HttpRequest, page_id: int) -> HttpResponse:
    """A stricter policy, closing now or later, opening again: each its own form."""
    article = article_or_404(request, page_id)
    if not user_can_set_rules(request.user, article):
        raise Http404
    asked = request.POST.get("form")
    policy = PagePolicyForm(article, request.POST if asked == "policy" else None)
    closing = CloseForm(request.POST if asked == "close" else None)
    if request.method == "POST":
        answer = _change(request, article, asked, policy, closing)
        if answer is not None:
            return answer
    context = {
        "article": article,
        "policy": policy,
        "closing": closing,
        "has_closed": has_closed(article),
    }
    status = 422 if policy.errors or closing.errors else 200
    return render(request, "conversations/page_settings.html", context, status=status)


def _change(
    request: HttpRequest, article: Article, asked: str | None, policy: PagePolicyForm, closing: CloseForm
) -> HttpResponse | None:
    """Do what one of the forms asks for. None where it has to be shown again."""
    by: Any = request.user
    form: Any = closing
    try:
        if asked == "reopen":
            record, said = moderating.reopen(by=by, page=article), _("The thread is open again.")
        elif asked == "close":
            if not closing.is_valid():
                return None
            record, said = moderating.close(by=by, page=article, **closing.cleaned_data), _("The thread is closed.")
            if closing.cleaned_data["at"]:
                said = _("The thread closes on that day. Readers see it from now on.")
        else:
            form = policy
            if not policy.is_valid():
                return None
            record = moderating.change_policy(by=by, page=article, policy=policy.cleaned_data["policy"])
            said = _("Saved.")
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if record is None:
        messages.warning(request, _("It was so already."))
    else:
        say_done(request, record, said)
    return redirect("conversations:page_settings", article.pk)


@READ_OR_SEND
def team_talk(request: HttpRequest, slug: str) -> HttpResponse:
    """What a team says about its threads: how many flags hide, when quiet threads close, which words to think about."""
    team = Team.objects.filter(slug=slug).first()
    if team is None or not may_read(request.user, team) or not may_lead(request.user, team):
        raise Http404
    form = TeamTalkForm(request.POST if request.method == "POST" else None, instance=talk_settings.of(team))
    if request.method == "POST" and form.is_valid():
        talk_settings.change(by=request.user, team=team, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("teams:settings", team.slug)
    context = {"team": team, "form": form}
    return render(request, "conversations/team_talk.html", context, status=422 if form.errors else 200)
