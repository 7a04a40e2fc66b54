"""What imports register with Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.access import is_administrator

from . import log_actions, views

hooks.register("register_log_actions", log_actions.register)


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_admin_urls")
def register_screens() -> list[Any]:
    return [
        path("imports/", views.ListScreen.as_view(), name="imports_index"),
        path("imports/new/", views.NewScreen.as_view(), name="imports_new"),
        path("imports/<int:run_id>/", views.RunScreen.as_view(), name="imports_run"),
        path("imports/<int:run_id>/progress/", views.Progress.as_view(), name="imports_progress"),
        path("imports/<int:run_id>/report.csv", views.Table.as_view(), name="imports_table"),
        path("imports/<int:run_id>/begin/", views.Begin.as_view(), name="imports_begin"),
        path("imports/<int:run_id>/drop/", views.Drop.as_view(), name="imports_drop"),
    ]


@hooks.register("register_settings_menu_item")
def imports_menu_item() -> MenuItem:
    return AdministratorsMenuItem(
        _("Imports"), reverse("imports_index"), name="imports", icon_name="download", order=900
    )
