"""The pictures and documents that a revision names, so that whoever decides on it sees them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision

PICTURES, DOCUMENTS = "pictures", "documents"


def files_named_in(revision: Revision) -> dict[str, list[int]]:
    """The ids of the pictures and documents in a revision's content, however deep in its blocks."""
    kinds: dict[int, str] = {
        ContentType.objects.get_for_model(get_image_model()).pk: PICTURES,
        ContentType.objects.get_for_model(get_document_model()).pk: DOCUMENTS,
    }
    found: dict[str, set[int]] = {PICTURES: set(), DOCUMENTS: set()}
    page: Any = revision.as_object()
    for kind_id, object_id, _model_path, _content_path in ReferenceIndex._extract_references_from_object(page):
        if kind_id in kinds and str(object_id).isdigit():
            found[kinds[kind_id]].add(int(object_id))
    return {name: sorted(ids) for name, ids in found.items()}
