from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core import jobs, sections

        from . import (
            buttons,
            digest,
            fan_out,  # noqa: F401 - registers what performs its effects
            forgetting,
            people_followed,
        )

        jobs.register("digest", _("Send the digests of the day"), digest.EVERY, digest.promise_due)
        people_followed.register()
        sections.register("person_tools", "follow", buttons.for_person)
        forgetting.connect()
