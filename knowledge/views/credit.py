"""One's own choice whether credit is shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import credits


@require_POST
def credit(request: HttpRequest) -> HttpResponse:
    credits.choose(person=request.user, hide=request.POST.get("hide") == "yes")
    messages.success(request, _("Saved."))
    return redirect("accounts:settings")
