"""Naming a deputy for oneself or for somebody in a team one leads, and ending it early."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams import deputising
from teams.deputies import Deputy, standing_about, today_of
from teams.forms import DeputyForm

from .lookup import person_named

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def own(request: HttpRequest) -> HttpResponseBase:
    return _page(request, request.user)


@READ_OR_SEND
def of_colleague(request: HttpRequest, username: str) -> HttpResponseBase:
    """For leads. Whether somebody is in a team one does not lead is nothing that this page tells."""
    person = person_named(username)
    if person.pk == request.user.pk:
        return redirect("deputies:own")
    if not deputising.may_name_for(request.user, person):
        raise Http404
    return _page(request, person)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Deputy.objects.select_related("person", "deputy"), pk=pk)
    try:
        is_over = deputising.end_early(row=row, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    if is_over:
        messages.success(
            request,
            _("%(deputy)s does not stand in for %(person)s any more.") % {"deputy": row.deputy, "person": row.person},
        )
    else:
        messages.info(request, _("That was over already."))
    if request.user.pk in {row.person_id, row.deputy_id}:
        return redirect("deputies:own")
    return redirect("deputies:of_colleague", row.person.username)


def _page(request: HttpRequest, person: Any) -> HttpResponseBase:
    form = DeputyForm(request.POST or None, initial={"first_day": today_of(person), "last_day": today_of(person)})
    if request.method == "POST" and form.is_valid():
        try:
            row = deputising.name_deputy(person=person, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s stands in. Both of you are told.") % {"name": row.deputy})
            return redirect(request.path)
    context = {
        "person": person,
        "is_self": person.pk == request.user.pk,
        "form": form,
        "rows": standing_about(person),
        "submit_label": _("Name the deputy"),
        "cancel_url": "/accounts/settings/" if person.pk == request.user.pk else person.get_absolute_url(),
    }
    return render(request, "teams/deputies.html", context, status=422 if form.errors else 200)
