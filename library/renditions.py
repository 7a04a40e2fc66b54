"""Pictures at the house's sizes: found, or made when somebody first asks for one."""

import logging

from wagtail.images.models import Filter, SourceImageIOError

from .models import Picture, PictureRendition
from .sizes import Size

logger = logging.getLogger(__name__)


def look_up(key: str, size: Size) -> tuple[Picture | None, PictureRendition | None]:
    """The picture with this key and its rendition, if there is one yet: one query when there is, two when not."""
    wanted = Filter(spec=size.filter_spec)
    made = PictureRendition.objects.filter(image__key=key, filter_spec=wanted.spec).select_related("image__collection")
    for rendition in made:
        if rendition.focal_point_key == wanted.get_cache_key(rendition.image):
            return rendition.image, rendition
    return Picture.objects.select_related("collection").filter(key=key).first(), None


def make(picture: Picture, size: Size) -> PictureRendition | None:
    """Draw a picture at a size and keep it. None when that fails."""
    try:
        return picture.create_rendition(Filter(spec=size.filter_spec))
    except SourceImageIOError:
        logger.warning("Picture %s cannot be shown at %s", picture.pk, size.name, exc_info=True)
        return None
