from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from core import jobs, sections
        from core.access import register_kind

        from . import actions, carried, notices, rebuilding, signal_handlers
        from . import sections as ours
        from .models import Package
        from .permissions import may_have

        register_kind(Package, may_have)
        carried.declare()
        rebuilding.register()
        notices.register_kinds()
        sections.register("team_settings", "export", ours.of_team, order=90)
        sections.register("person_rail", "export", ours.of_person, order=95)
        jobs.register("packages", _("Delete what people took along"), timedelta(days=1), actions.forget_old)
        signal_handlers.connect()
