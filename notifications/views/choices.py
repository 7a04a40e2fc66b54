"""What I am told by mail, and when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notifications.channels import channels_of, choose_all
from notifications.forms import ChoicesForm
from notifications.models import Rhythm


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.POST or None, channels=channels_of(request.user), rhythm=Rhythm.of(request.user))
    if request.method == "POST" and form.is_valid():
        choose_all(person=request.user, **form.chosen())
        messages.success(request, _("Your choices are saved."))
        return redirect("notification_choices")
    return render(request, "notifications/choices.html", {"form": form}, status=422 if form.errors else 200)
