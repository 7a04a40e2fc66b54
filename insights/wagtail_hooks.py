"""What reports register with Wagtail: a way to them, for those who may read them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_read_reports


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_reports(request.user)


@hooks.register("register_reports_menu_item")
def trail_of_approvals() -> MenuItem:
    return ReportItem(_("Approvals"), reverse("insights:trail"), name="approvals-trail", icon_name="history", order=90)
