from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        from publishing.gates import register_gate

        from . import jobs
        from .gate import IMPORTED, brought_in

        register_gate(IMPORTED, brought_in)
        jobs.register_jobs()
