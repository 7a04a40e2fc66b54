"""The forms through which pictures and documents come in: add screens, choosers and edit screens of the CMS."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.pictures import BrokenPicture, TooManyPixels, without_metadata

logger = logging.getLogger(__name__)


class WholePictureField(WagtailImageField):
    """A picture that was read to its end. Anything else is refused with a sentence, whatever made the decoder fail."""

    sentences = {
        "empty": _("This file is empty. Choose another."),
        "invalid_image": _(
            "This file is not a picture, or it is damaged. Open it on your own device, save it once more and try again."
        ),
        "invalid_image_known_format": _(
            "The name of this file ends in .%(extension)s, but inside it is %(image_format)s. "
            "Save it once more as what it is."
        ),
        "cut_off": _("This picture is cut off or damaged. Save it once more on your own device and try again."),
        "too_many_pixels": _(
            "This picture is too large to be drawn: at most 40 million pixels. Make it smaller first."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages |= self.sentences

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
        except ValidationError as refused:
            if refused.code == "file_too_many_pixels":
                raise ValidationError(self.error_messages["too_many_pixels"], code="file_too_many_pixels") from refused
            raise
        except Exception as failure:
            # Wagtail guesses the format by the first bytes, then asks Pillow for the size: a false picture fails there.
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from failure
        if file is None:
            return None
        try:
            return without_metadata(file)
        except TooManyPixels as too_large:
            raise ValidationError(self.error_messages["too_many_pixels"], code="file_too_many_pixels") from too_large
        except BrokenPicture as broken:
            raise ValidationError(self.error_messages["cut_off"], code="invalid_image") from broken


class KeptBeforeItIsPromised:
    """Writes a new file while the form is checked, so that a full disk is a sentence beside the field."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # mixed into a model form
        stored = self.instance.file  # type: ignore[attr-defined]
        if self.errors or not stored or stored._committed:  # type: ignore[attr-defined]
            return
        try:
            stored.save(stored.name, stored.file, save=False)
        except OSError:
            logger.exception("An upload could not be stored")
            self.add_error(  # type: ignore[attr-defined]
                "file", _("This file could not be stored: the server has no room left. Please tell an administrator.")
            )

    def save(self, commit: bool = True) -> Any:
        instance = super().save(commit=commit)  # type: ignore[misc]  # mixed into a model form
        instance.file.close()  # Wagtail opened it to measure it
        return instance


class OfATeamOrTheHouse:
    """Files belong to a team or to the house, never to the root of Wagtail's collections."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "collection" in self.fields:  # type: ignore[attr-defined]  # mixed into a form
            self.fields["collection"].queryset = self.collections.filter(depth=2)  # type: ignore[attr-defined]  # as above


class StaysWhatItIs:
    """The file of something stored is never exchanged: pages that were approved with it would change unseen.

    Another file is another picture or document; the page that is to show it is edited, and asked about again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # type: ignore[attr-defined]  # mixed into a model form
            self.fields.pop("file", None)  # type: ignore[attr-defined]  # as above


class PictureForm(KeptBeforeItIsPromised, OfATeamOrTheHouse, StaysWhatItIs, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields.get("file")
        if given is not None:  # a declared field would come back in the forms that leave the file out
            self.fields["file"] = WholePictureField(
                label=given.label, widget=given.widget, required=given.required, initial=given.initial
            )


class DocumentForm(KeptBeforeItIsPromised, OfATeamOrTheHouse, StaysWhatItIs, BaseDocumentForm):
    pass
