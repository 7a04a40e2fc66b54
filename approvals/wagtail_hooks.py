"""What approvals registers with Wagtail."""

from wagtail import hooks

from . import log_actions, menu
from .cms import ArticleViewSet

hooks.register("register_log_actions", log_actions.register)
hooks.register("construct_page_action_menu", menu.construct_menu)


@hooks.register("register_admin_viewset")
def article_viewset() -> ArticleViewSet:
    return ArticleViewSet()
