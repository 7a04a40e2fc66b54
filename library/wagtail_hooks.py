"""What the library registers with Wagtail."""

from wagtail import hooks

from . import choosers

hooks.register("construct_image_chooser_queryset", choosers.offered)
hooks.register("construct_document_chooser_queryset", choosers.offered)
