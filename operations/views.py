"""The health page for monitors, and the administrators' page about background work."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.access import is_administrator
from core.sections import render_sections
from operations import actions, background
from operations.health import health


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this server can answer people. With `?background=1`, only if their background work is done as well."""
    report = health()
    is_well = report["ready"]
    if request.GET.get("background") == "1":
        is_well = is_well and report.get("worker") == report.get("scheduler") == "fresh"
    return JsonResponse(report, status=200 if is_well else 503)


class BackgroundWorkView(WagtailAdminTemplateMixin, TemplateView):
    """Titles of pages and subjects of mails stand here: for administrators, who see all."""

    template_name = "operations/background_work.html"
    page_title = _("Background work")
    header_icon = "cogs"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            queue=background.queue(),
            running=background.running_tasks(),
            given_up_tasks=background.given_up_tasks(),
            given_up_effects=background.given_up_effects(),
            retrying=background.retrying_tasks(),
            overdue=background.overdue_pages(),
            mail=background.mail_by_state(),
            processes=background.processes(),
            jobs=background.jobs(),
            sections=render_sections("background_work", self.request, None),
            **kwargs,
        )


class TryAgainView(View):
    """The buttons of that page. There is no GET: nothing changes because somebody looked."""

    http_method_names = ["post"]
    action = ""

    def post(self, request: HttpRequest, **key: Any) -> HttpResponse:
        act = getattr(actions, self.action)
        if act(by=request.user, **key):
            messages.success(request, gettext("It is tried again now."))
        else:
            messages.info(request, gettext("There was nothing left to try: it is done, or is being tried already."))
        return redirect(reverse_lazy("background_work"))
