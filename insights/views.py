"""Reports over HTTP. To whoever may not read them they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import exports
from .forms import FilterForm, TimesForm, TrailForm
from .permissions import may_read_reports
from .times import times_for
from .trail import MOST_EXPORTED, page_of_trail, whole_trail

TRAIL, TIMES = "insights/trail.html", "insights/times.html"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

View = Callable[[HttpRequest], HttpResponseBase]


def for_readers_of_reports(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not may_read_reports(request.user):
            raise Http404
        return view(request)

    return guarded


@require_safe
@for_readers_of_reports
def trail(request: HttpRequest) -> HttpResponse:
    """Who saw, said and decided what, the newest first."""
    form = TrailForm(request.GET, viewer=request.user)
    if not form.is_valid():
        return _ask_again(request, form, TRAIL)
    found = page_of_trail(form.question(), request.GET.get("page"))
    asked = _asked(form)
    context = {
        "form": form,
        "slice": found,
        "more": f"{asked}&" if asked else "",
        "query": asked,
        "is_narrowed": bool(asked),
        "most": MOST_EXPORTED,
    }
    return render(request, TRAIL, context)


@require_safe
@for_readers_of_reports
def times(request: HttpRequest) -> HttpResponse:
    """How long each step of each team took, in three months or in the days that are asked about."""
    form = TimesForm(request.GET, viewer=request.user)
    if not form.is_valid():
        return _ask_again(request, form, TIMES)
    told = form.cleaned_data
    context = {"form": form, "times": times_for(form.question()), "since": told["since"], "until": told["until"]}
    return render(request, TIMES, context)


@require_safe
@for_readers_of_reports
def export_csv(request: HttpRequest) -> HttpResponseBase:
    form = TrailForm(request.GET, viewer=request.user)
    if not form.is_valid():
        return _ask_again(request, form, TRAIL)
    # Rights are asked while the rows are read, so what is lost meanwhile is missing from the rest.
    lines = exports.as_csv(whole_trail(form.question()), timezone.get_current_timezone())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{exports.name_of(timezone.localtime(), "csv")}"'
    return response


@require_safe
@for_readers_of_reports
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    form = TrailForm(request.GET, viewer=request.user)
    if not form.is_valid():
        return _ask_again(request, form, TRAIL)
    file = exports.as_workbook(whole_trail(form.question()), timezone.get_current_timezone())
    name = exports.name_of(timezone.localtime(), "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def _ask_again(request: HttpRequest, form: FilterForm, template: str) -> HttpResponse:
    """The filters with what is wrong about them, and no rows: a filter that was not understood is not left out."""
    return render(request, template, {"form": form}, status=422)


def _asked(form: FilterForm) -> str:
    """The filters that say something, for the links to other pages and to the tables."""
    told: dict[str, Any] = {name: form.data.get(name, "") for name in form.fields}
    return urlencode({name: value for name, value in told.items() if value})
