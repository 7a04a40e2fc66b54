"""Into a team and out of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams import joining
from teams import members as membership_actions
from teams.forms import AskToJoinForm
from teams.permissions import is_member, may_ask_to_join, may_join

from .lookup import known_team, led_team, readable_team, words
from .reading import door


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Walk into an open team, knock at a closed one."""
    team = known_team(request, slug)
    if is_member(request.user, team):
        return redirect(team)
    if may_join(request.user, team):
        if request.method == "POST":
            joining.join(team=team, person=request.user)
            messages.success(request, _("You are in %(team)s.") % {"team": team.name})
            return redirect(team)
        return render(
            request, "teams/join.html", {"team": team, "submit_label": _("Join"), "cancel_url": team.get_absolute_url()}
        )
    if not may_ask_to_join(request.user, team):
        raise Http404
    form = AskToJoinForm(request.POST or None)
    if request.method == "POST":
        form = AskToJoinForm(request.POST)
        if form.is_valid():
            joining.ask_to_join(team=team, person=request.user, message=form.cleaned_data["message"])
            messages.success(request, _("The leads have your question. The answer comes to your inbox."))
            return redirect(team)
    return door(request, team, form=form, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponseBase:
    team = known_team(request, slug)
    joining.withdraw_request(team=team, person=request.user)
    messages.success(request, _("Your question is taken back."))
    return redirect(team)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Says what is lost, then lets go by POST."""
    team = readable_team(request, slug)
    if not is_member(request.user, team):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            membership_actions.leave(team=team, person=request.user)
        except ValidationError as refused:
            refusal = words(refused)
        else:
            messages.success(request, _("You have left %(team)s.") % {"team": team.name})
            return redirect("/teams/")
    context = {
        "team": team,
        "refusal": refusal,
        "submit_label": _("Leave the team"),
        "cancel_url": team.get_absolute_url(),
        "danger": True,
    }
    return render(request, "teams/leave.html", context, status=422 if refusal else 200)


@require_POST
def decide_request(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A lead says yes or no to somebody who knocks."""
    team = led_team(request, slug)
    asked = get_object_or_404(team.join_requests.select_related("person", "team"), pk=pk)
    act = {"accept": joining.accept_request, "decline": joining.decline_request}.get(request.POST.get("answer", ""))
    if act is None:
        raise Http404
    try:
        act(request=asked, by=request.user)
    except ValidationError as refused:
        messages.warning(request, words(refused))
    else:
        messages.success(request, _("%(name)s has your answer.") % {"name": asked.person.display_name})
    return redirect("teams:members", team.slug)
