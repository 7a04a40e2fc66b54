"""What every request passes: headers, the sign-in wall, the age of a session, the reader's time zone."""

import re
import time
import zoneinfo
from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from wagtail.users.models import UserProfile

from .typed import answer_with_what_was_typed

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CMS_PREFIX = "/admin/"
SESSION_TOUCH_SECONDS = 600
_TOO_MANY_DIGITS = re.compile(r"\d{19,}")


class HeadersMiddleware:
    """Headers Django does not send, and: nothing that depends on the viewer may be kept by anybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


class SplitPolicyMiddleware(CSPMiddleware):
    """The strict Content-Security-Policy for our pages, the workable one below the CMS."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(CMS_PREFIX):
            parts.config = settings.CMS_CONTENT_SECURITY_POLICY
        return parts


class InputGuardMiddleware:
    """Refuses what no page of ours ever sends and databases choke on: NUL characters and numbers beyond 64 bits."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query:
            return render(request, "400.html", status=400)
        if _TOO_MANY_DIGITS.search(request.path_info) or any(
            len(value) > 18 and value.strip().lstrip("-").isdigit()
            for key in request.GET
            if key != "q"
            for value in request.GET.getlist(key)
        ):
            return render(request, "404.html", status=404)
        return self.get_response(request)


class SessionAgeMiddleware:
    """Ends sessions that lay idle. The time of the last visit is written at most every ten minutes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without a session cookie there is nobody to age, and asking would cost a query.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get("seen", 0)
            if seen and now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen > SESSION_TOUCH_SECONDS:
                request.session["seen"] = now
        return self.get_response(request)


class SignInWallMiddleware(LoginRequiredMiddleware):
    """Everything needs sign-in. What somebody sends after their session ended is given back to them, not lost."""

    def get_login_url(self, view_func: Any) -> str:
        return settings.LOGIN_URL  # some views of Wagtail name another door; there is one

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST":
            return answer_with_what_was_typed(request, status=401, reason="signed_out")
        if request.headers.get("HX-Request"):
            # A fragment cannot follow a redirect to a whole page; htmx reloads instead and meets the wall there.
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return super().handle_no_permission(request, view_func)


class TimeZoneMiddleware:
    """Times are shown, and schedules read, in the time zone of the person who looks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = getattr(request.user, "time_zone", "") if request.user.is_authenticated else ""
        try:
            zone = zoneinfo.ZoneInfo(name) if name else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            zone = None
        if zone and request.path_info.startswith(CMS_PREFIX):
            # Wagtail asks a profile of its own; for this request that profile says what the person's own row says.
            profile = UserProfile.get_for_user(request.user)
            profile.current_time_zone = name
            request.user.wagtail_userprofile = profile  # type: ignore[union-attr]  # a related name of Wagtail's
        with timezone.override(zone or timezone.get_default_timezone()):
            return self.get_response(request)
