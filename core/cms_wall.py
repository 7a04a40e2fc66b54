"""The CMS shows a person what they may see and answers everything else as if it were not there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.models import Page

from . import cms_rules, cms_tags
from .access import is_administrator, is_somebody
from .middleware import CMS_PREFIX

# Wagtail has doors of its own; here there is one of each, and it is not in the CMS.
OTHER_DOORS = {
    "wagtailadmin_login": "accounts:login",
    "wagtailadmin_password_reset": "accounts:password_reset",
    "wagtailadmin_password_reset_done": "accounts:password_reset",
    "wagtailadmin_password_reset_confirm": "accounts:password_reset",
    "wagtailadmin_password_reset_complete": "accounts:login",
    "wagtailadmin_account": "accounts:settings",
}
TAG_SUGGESTIONS = ("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete")
WRITES_AS_ONE = (f"{CMS_PREFIX}pages/", f"{CMS_PREFIX}bulk/")


class CmsWallMiddleware:
    """Who may enter the CMS, and what they find there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_cms(request) and is_somebody(request.user) and not may_enter(request.user):
            return render(request, "403.html", status=403)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_cms(request):
            return None
        match: ResolverMatch = request.resolver_match  # type: ignore[assignment]  # set before views are processed
        door = OTHER_DOORS.get(match.view_name)
        if door is not None:
            return redirect(door)
        if not is_somebody(request.user):
            return None  # what needs nobody: the sign-in wall has been passed
        try:
            cms_rules.check(request, match)
        except cms_rules.Nothing:
            return render(request, "404.html", status=404)
        if match.view_name in TAG_SUGGESTIONS:
            return cms_tags.suggestions(request, match.kwargs)
        if (
            request.method == "POST"
            and request.path_info.startswith(WRITES_AS_ONE)
            and "preview" not in match.view_name
        ):
            return _as_one(request, view, args, kwargs)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if _is_cms(request):
            _say_what_is_missing(exception)


def may_enter(user: Any) -> bool:
    return is_administrator(user) or (is_somebody(user) and user.has_perm("wagtailadmin.access_admin"))


def _is_cms(request: HttpRequest) -> bool:
    return request.path_info.startswith(CMS_PREFIX)


def _as_one(request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any) -> HttpResponseBase:
    """One transaction around a CMS screen that changes pages.

    Wagtail commits a move, and only then sends the signal that makes team and audience follow; between the two, a page
    moved out of a secret team would be read under the rules of its old place, and for ever if the server stopped there.
    An exception rolls all of it back and goes on to the error page; so does an answer that says it was refused.
    Messages are kept in the session, which is written after this, and never lost.
    """
    try:
        with transaction.atomic():
            _wait_for_others(request, kwargs)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
    except MultiValueDictKeyError as missing:
        _say_what_is_missing(missing)
        raise
    return response


def _wait_for_others(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Take the rows of the pages that a POST is about before its screen asks what may be done with them.

    Asked any earlier, the answer could be old when it is acted on: a page would be moved that was submitted a moment
    ago, or deleted while somebody approves it.
    """
    named = {str(kwargs[name]) for name in ("page_id", "page_to_move_id") if name in kwargs}
    if kwargs.get("model_name") == "page":
        named |= {value for value in request.GET.getlist("id") if value.isdecimal()}
    if named:
        # Always in the same order, or two that name the same pages would wait for each other.
        rows = Page.objects.select_for_update(no_key=True).filter(pk__in=named).order_by("pk")
        list(rows.values_list("pk"))


def _say_what_is_missing(exception: Exception) -> None:
    """Some screens of the CMS read a field without looking whether it was sent: a broken form, and no error of ours."""
    if isinstance(exception, MultiValueDictKeyError):
        raise BadRequest from exception
