"""Page forms that name only what their writer may see.

Choosers offer what a person may read, but a form takes any number it is sent, and draws the title and the picture that
belong to it. So a form that newly names something out of reach is answered like one that names nothing at all.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import Http404
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import BaseChooser
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .access import can_view
from .cms_rules import may_see_page

_FIRST_YEAR, _LAST_YEAR = 1970, 2999
Named = set[tuple[type[Model], str]]


class NamesOnlyWhatIsSeen(WagtailAdminPageForm):
    """The base of every page form of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the page named before stays: its next editor need not be able to read all that the last one could.
        self.named_before = named_by(self.instance) if self.is_bound and self.instance.pk else set()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in ("go_live_at", "expire_at"):
            moment = cleaned.get(name)
            if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                # Beyond these no time zone can be reckoned with.
                self.add_error(name, _("Check the year: it is too far away."))
        return cleaned

    def is_valid(self) -> bool:
        if self.is_bound and any(_is_no_number(bound) for form in self._all_forms() for bound in form):
            raise BadRequest
        try:
            valid: bool = super().is_valid()
        except (MultiValueDictKeyError, ValueError) as odd:
            # Wagtail's blocks read their counts and orders without looking.
            raise BadRequest from odd
        for model, pk in self._named_now() - self.named_before:
            thing = model._default_manager.filter(pk=pk).first()
            if thing is None or not self._may_name(thing):
                raise Http404
        return valid

    def _all_forms(self) -> list[Any]:
        return [self, *(form for formset in self.formsets.values() for form in formset.forms)]

    def _named_now(self) -> Named:
        named = named_by(self.instance)
        for formset in self.formsets.values():
            for form in formset.forms:
                for value in getattr(form, "cleaned_data", {}).values():
                    named |= _as_named(value)
        return named

    def _may_name(self, thing: Any) -> bool:
        if isinstance(thing, Page):
            return may_see_page(self.for_user, thing)
        return can_view(self.for_user, thing)


def _is_no_number(bound: Any) -> bool:
    """Whether a chooser was sent something that is no number: its widget would ask the database for it all the same."""
    if not isinstance(bound.field.widget, BaseChooser):
        return False
    sent = bound.data
    return bool(sent) and not (str(sent).isdecimal() and len(str(sent)) < 19)


def named_by(page: Page) -> Named:
    """The pages, pictures and documents that a page names in any field, however deep."""
    kinds: dict[int, type[Model]] = {
        ContentType.objects.get_for_model(model).pk: model for model in (Page, get_image_model(), get_document_model())
    }
    return {
        (kinds[kind], str(pk))
        for kind, pk, _model_path, _content_path in ReferenceIndex._extract_references_from_object(page)
        if kind in kinds and str(pk).isdecimal()
    }


def _as_named(value: Any) -> Named:
    for model in (Page, get_image_model(), get_document_model()):
        if isinstance(value, model):
            return {(model, str(value.pk))}
    return set()
