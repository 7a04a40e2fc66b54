"""Asking for the words of a document, reading them in the background, keeping them, and saying how that went."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from core import lanes
from core.jobs import register

from ..models import DocumentText, StoredDocument, WordsState
from ..signals import documents_changed
from . import confined
from .found import LOST, UNREADABLE, Found

logger = logging.getLogger(__name__)

_LOST_AFTER = timedelta(hours=1)
_AT_ONCE = 200


def ask_for_words(document: StoredDocument) -> None:
    """After a document was stored: its words are read once, and again when another file takes its place."""
    if document.words_of == document.file.name or not document.file.name:
        return
    with transaction.atomic():
        StoredDocument.objects.filter(pk=document.pk).update(
            words_of=document.file.name, words_state=WordsState.WAITING, words_reason="", words_asked_at=timezone.now()
        )
        # Of a file that another took the place of nothing is quoted, however late the worker comes.
        if DocumentText.objects.filter(document_id=document.pk).delete()[0]:
            documents_changed.send(sender=StoredDocument, pks=[document.pk])
        document.words_of = document.file.name
        read_document.enqueue(document.pk)


@task(priority=lanes.LONG)
def read_document(document_id: int) -> None:
    read_words(document_id)


def read_words(document_id: int) -> None:
    """Read a document and keep its words, unless its file has been exchanged meanwhile."""
    document = StoredDocument.objects.filter(pk=document_id).first()
    if document is None:
        return
    name = document.file.name
    found = _read(document)
    with transaction.atomic():
        kept = StoredDocument.objects.filter(pk=document_id, file=name).update(
            words_of=name, words_state=found.state, words_reason=found.reason
        )
        if kept:
            DocumentText.objects.update_or_create(document_id=document_id, defaults={"text": found.text})
            documents_changed.send(sender=StoredDocument, pks=[document_id])


def _read(document: StoredDocument) -> Found:
    try:
        file = document.file.storage.open(document.file.name, "rb")
    except (OSError, ValueError):
        logger.warning("The file of document %s is lost", document.pk)
        return Found(UNREADABLE, LOST)
    with file:
        return confined.read(file)


def ask_for_what_is_missing() -> int:
    """Documents stored past the form, and those whose task was given up; returns how many were asked for."""
    now = timezone.now()
    never = ~Q(words_of=F("file"))
    lost = Q(words_state=WordsState.WAITING, words_asked_at__lt=now - _LOST_AFTER)
    pks = list(StoredDocument.objects.filter(never | lost).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    for pk in pks:
        with transaction.atomic():
            StoredDocument.objects.filter(pk=pk).update(
                words_of=F("file"), words_state=WordsState.WAITING, words_reason="", words_asked_at=now
            )
            read_document.enqueue(pk)
    return len(pks)


def register_jobs() -> None:
    register("documents", _("Read documents whose words are missing"), timedelta(minutes=10), ask_for_what_is_missing)
