"""Writes of the library that carry a rule."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection

from .models import StoredDocument
from .signals import documents_changed


@transaction.atomic
def bring_along(*, files: Mapping[type[Model], Iterable[int]], out_of: Collection, into: Collection) -> int:
    """Let files follow the page they belong to into another team's collection; returns how many did.

    Their numbers and addresses stay, so no word of any version of the page changes, and who may read them follows the
    collection at once. Only files that still are in ``out_of`` move. Whether anything else uses them is the caller's to
    know.
    """
    return sum(_move(model, ids, out_of, into) for model, ids in files.items())


def _move(model: Any, ids: Iterable[int], out_of: Collection, into: Collection) -> int:
    files = model.objects.filter(pk__in=list(ids), collection=out_of)
    pks = list(files.values_list("pk", flat=True))
    moved: int = files.update(collection=into)
    if pks and model is StoredDocument:
        documents_changed.send(sender=model, pks=pks)
    return moved
