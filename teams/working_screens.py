"""The screens of the CMS on which administrators say when a site works."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from .working_days import Holiday, WorkingTime


class WorkingTimeScreen(ModelViewSet):
    model = WorkingTime
    icon = "calendar"
    menu_label = _("Working week")
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ("site", "time_zone", *(f"{day}_{end}" for day in WorkingTime.DAYS for end in ("from", "until")))


class HolidayScreen(ModelViewSet):
    model = Holiday
    icon = "calendar"
    menu_label = _("Holidays")
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ("site", "day", "name", "is_yearly")
    list_display = ("day", "name", "is_yearly", "site")
    ordering = ("day",)


class WorkingTimeScreens(ModelViewSetGroup):
    """Nobody is given rights to these tables, so administrators alone meet the screens."""

    items = (WorkingTimeScreen, HolidayScreen)
    menu_label = _("Working time")
    menu_icon = "calendar"
    menu_order = 620
    add_to_admin_menu = True
