"""Everything stored is read through here, by those who may. What is not there and what is not for you answer alike."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from core.access import can_view

from . import renditions, stored
from .models import StoredDocument
from .serving import hand_out
from .sizes import SIZES

# A browser shows these itself, without running anything; everything else is saved to disk.
SHOWN_IN_PLACE = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
# Browsers do not draw a PDF in a sandbox.
NOTHING_LOADS = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
PICTURE_TYPES = {
    ".avif": "image/avif", ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png",
    ".webp": "image/webp",
}  # fmt: skip


@require_safe
def picture(request: HttpRequest, key: str, size: str) -> HttpResponseBase:
    """A picture at one of the house's sizes, made on the first request."""
    wanted = SIZES.get(size)
    if wanted is None:
        raise Http404
    found, rendition = renditions.look_up(key, wanted)
    if found is None or not can_view(request.user, found):
        raise Http404
    rendition = rendition or renditions.make(found, wanted)
    if rendition is None:
        raise Http404
    return hand_out(request, rendition.file, content_type="image/webp")


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Anything below the media folder that belongs to something: an original, a rendition of the CMS, a face."""
    owner = stored.find(path)
    if owner is None or not can_view(request.user, owner.thing):
        raise Http404
    kind = PICTURE_TYPES.get(stored.extension(path))
    if kind is None:
        raise Http404
    return hand_out(request, owner.file, content_type=kind)


@require_safe
def document(request: HttpRequest, document_id: int, key_and_name: str) -> HttpResponseBase:
    """A document, at the address that only those who were given it know, for those who may read it."""
    key, _slash, name = key_and_name.partition("/")
    found = StoredDocument.objects.select_related("collection").filter(pk=document_id, key=key).first()
    if found is None or name != found.filename or not can_view(request.user, found):
        raise Http404
    ending = stored.extension(found.filename)
    shown = SHOWN_IN_PLACE.get(ending)
    guessed = mimetypes.guess_type(found.filename)[0]
    extra = {"policy": NOTHING_LOADS} if ending == ".pdf" else {}
    return hand_out(
        request,
        found.file,
        content_type=shown or guessed or "application/octet-stream",
        filename=found.filename,
        as_attachment=shown is None,
        **extra,
    )
