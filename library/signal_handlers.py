"""Listens to the library's own rows; each handler calls one action."""

from typing import Any

from django.db.models.signals import post_save

from .models import StoredDocument
from .reading import words


def on_document_saved(instance: StoredDocument, raw: bool = False, **kwargs: Any) -> None:
    words.ask_for_words(instance)


def connect() -> None:
    post_save.connect(on_document_saved, sender=StoredDocument, dispatch_uid="library.document_saved")
