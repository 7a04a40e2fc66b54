"""Puts “Background work” into the CMS."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.access import is_administrator
from operations.views import BackgroundWorkView, TryAgainView


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_admin_urls")
def register_background_work():  # type: ignore[no-untyped-def]  # Wagtail's own words
    again = TryAgainView.as_view
    return [
        path("background-work/", BackgroundWorkView.as_view(), name="background_work"),
        path("background-work/task/<uuid:task_id>/", again(action="try_task_again"), name="background_work_try_task"),
        path(
            "background-work/effect/<int:effect_id>/",
            again(action="try_effect_again"),
            name="background_work_try_effect",
        ),
        path("background-work/page/<int:overdue_id>/", again(action="try_page_again"), name="background_work_try_page"),
    ]


@hooks.register("register_reports_menu_item")
def register_background_work_menu_item() -> MenuItem:
    return AdministratorsMenuItem(
        _("Background work"), reverse("background_work"), name="background-work", icon_name="cogs", order=1200
    )
