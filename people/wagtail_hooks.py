"""What people register with Wagtail."""

from wagtail import hooks

from . import log_actions, staff_screens

hooks.register("register_log_actions", log_actions.register)

hooks.register("get_avatar_url", staff_screens.face_in_cms)

# After Wagtail's own, whose place they take.
for action in staff_screens.NOT_IN_BULK:
    hooks.register("register_bulk_action", action, order=100)
