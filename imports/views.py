"""The administrators' screens for imports, in the CMS. To everybody else they do not exist."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.access import is_administrator
from core.pagination import page_of

from . import actions, report
from .forms import ExportForm
from .models import Import

SHOWN_OF_A_KIND = 100


class ForAdministrators(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Screen(ForAdministrators, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = (
            []
            if self.request.path == reverse("imports_index")
            else [{"url": reverse("imports_index"), "label": _("Imports")}]
        )
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class ListScreen(Screen):
    page_title = _("Imports")
    template_name = "imports/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Import.objects.select_related("team", "by")
        return super().get_context_data(slice=page_of(rows, self.request.GET.get("page")), **kwargs)


class NewScreen(Screen):
    page_title = _("Import a blog")
    template_name = "imports/new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"form": ExportForm()} | kwargs))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ExportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        run = actions.try_out(by=request.user, **form.cleaned_data)
        return redirect("imports_run", run.pk)


class RunScreen(Screen):
    template_name = "imports/run.html"

    def get_page_title(self) -> str:
        return str(self.run)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_administrator(request.user):
            self.run = _run(kwargs["run_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        return super().get_context_data(
            run=run,
            counts_in=report.counts_in(run),
            counts_out=report.counts_out(run),
            kinds=report.by_kind(run, SHOWN_OF_A_KIND),
            has_brought=run.state == Import.State.REFUSED and run.has_brought,
            most=SHOWN_OF_A_KIND,
            **kwargs,
        )


class Progress(ForAdministrators):
    """How far a run is, as a piece of its page. One that is over asks for the whole page."""

    def get(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = _run(run_id)
        response = render(request, "imports/progress.html", {"run": run})
        if not run.is_at_work:
            response["HX-Refresh"] = "true"
        return response


class Table(ForAdministrators):
    """The report as a CSV file."""

    def get(self, request: HttpRequest, run_id: int) -> HttpResponseBase:
        run = _run(run_id)
        response = StreamingHttpResponse(report.as_csv(run), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
        return response


class Begin(ForAdministrators):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = _run(run_id)
        if not actions.begin(by=request.user, run=run):
            messages.info(request, gettext("This import was begun already, or its file is gone."))
        return redirect("imports_run", run.pk)


class Drop(ForAdministrators):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = _run(run_id)
        if actions.drop(by=request.user, run=run):
            messages.success(request, gettext("Dropped, with its files. Nothing was imported."))
            return redirect("imports_index")
        messages.info(request, gettext("This import was begun, so it stays."))
        return redirect("imports_run", run.pk)


def _run(pk: int) -> Import:
    run: Import = get_object_or_404(Import.objects.select_related("team", "by"), pk=pk)
    return run
