from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import mail  # noqa: F401 - registers what delivers mail
        from core.spreadsheets import disarm_wagtails_exports

        disarm_wagtails_exports()
