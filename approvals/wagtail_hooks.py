"""What approvals registers with Wagtail."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import log_actions, menu
from .cms import ArticleViewSet

hooks.register("register_log_actions", log_actions.register)
hooks.register("construct_page_action_menu", menu.construct_menu)


@hooks.register("register_admin_viewset")
def article_viewset() -> ArticleViewSet:
    return ArticleViewSet()


@hooks.register("register_admin_menu_item")
def desk() -> MenuItem:
    return MenuItem(_("Approvals"), reverse("approvals:desk"), name="approvals", icon_name="circle-check", order=250)
