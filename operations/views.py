"""The health page, for load balancers and monitors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
