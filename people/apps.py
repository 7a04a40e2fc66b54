from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from core.access import is_somebody, register_kind

        from . import sign_in  # noqa: F401 - registers what mails the links to new passwords
        from .models import User

        # Profiles are open to everybody who is signed in; what they list is narrowed by whoever lists it.
        register_kind(User, lambda viewer, person: is_somebody(viewer))


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens with our profile fields, and without its group screens."""

    user_viewset = "people.staff_screens.StaffUserViewSet"
    group_viewset = "people.staff_screens.NoGroupScreens"
