from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        from core.access import register_kind

        from . import choosers, signal_handlers
        from .models import Picture, PictureRendition, StoredDocument
        from .permissions import can_view_file, can_view_rendition
        from .reading import words

        register_kind(Picture, can_view_file)
        register_kind(StoredDocument, can_view_file)
        register_kind(PictureRendition, can_view_rendition)

        choosers.take_the_place_of_wagtails()
        signal_handlers.connect()
        words.register_jobs()
