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
        # An old blog that is brought again in the new house adds nothing there either. A run names others than its
        # starter, so it is no part of what is theirs.
        portable.carry("imports.Import", of_others=("by",))
        for name in ("ReportLine", "ImportedEntry", "ImportedPicture", "ImportedAuthor"):
            portable.carry(f"imports.{name}")
