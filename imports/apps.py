from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from core import portable
        from publishing.gates import register_gate

        from . import jobs
        from .gate import IMPORTED, brought_in

        register_gate(IMPORTED, brought_in)
        jobs.register_jobs()
        stays = "The old blog's file and the report of bringing it in; what came in leaves as pages."
        portable.leave("imports.Import", stays)
        portable.leave("imports.ReportLine", stays)
        portable.carry("imports.ImportedEntry", team="page__team", kept_back=(("run", "Names the report that stays."),))
        portable.carry("imports.ImportedPicture", team="team")
        portable.carry("imports.ImportedAuthor")
