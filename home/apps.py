from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from core import portable

        from . import checks  # noqa: F401 - registers the house rule

        portable.carry("home.HomePage")
