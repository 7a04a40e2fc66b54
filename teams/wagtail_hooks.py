"""What teams register with Wagtail."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from . import log_actions
from .membership_screen import MembershipScreen
from .working_screens import WorkingTimeScreens

hooks.register("register_log_actions", log_actions.register)
modeladmin_register(MembershipScreen)
hooks.register("register_admin_viewset", lambda: WorkingTimeScreens())
