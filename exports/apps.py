from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from . import carried, rebuilding

        carried.declare()
        rebuilding.register()
