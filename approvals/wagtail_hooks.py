"""What approvals registers with Wagtail."""

from wagtail import hooks

from . import log_actions

hooks.register("register_log_actions", log_actions.register)
