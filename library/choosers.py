"""Choosers of pictures and documents: what a person may read, of the team they write for and of the house."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.documents.views import chooser as documents
from wagtail.images.views import chooser as pictures

Beside = Callable[[HttpRequest], tuple[int, ...]]
_beside: list[Beside] = []


def register_place(beside: Beside) -> None:
    """A higher room says which collections belong to the page behind a chooser, the page's own first.
    None of them when it cannot tell."""
    _beside.append(beside)


def collections_beside(request: HttpRequest) -> tuple[int, ...]:
    return next((found for beside in _beside if (found := beside(request))), ())


def offered(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """For Wagtail's hooks: narrowed to what may be read, and to the page's own collections where they are known."""
    files = files.visible_to(request.user)  # type: ignore[attr-defined]  # querysets of this app
    beside = collections_beside(request)
    return files.filter(collection_id__in=beside) if beside else files


class StartsInOwnCollection:
    """An upload from the editor starts in the collection of the team that the page belongs to."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]  # mixed into a view
        beside = collections_beside(self.request)  # type: ignore[attr-defined]  # mixed into a view
        if beside:
            kwargs["initial"] = {"collection": beside[0]}
        return kwargs


class ChoosePicture(StartsInOwnCollection, pictures.ImageChooseView):
    pass


class UploadPicture(StartsInOwnCollection, pictures.ImageUploadView):
    pass


class ChooseDocument(StartsInOwnCollection, documents.DocumentChooseView):
    pass


class UploadDocument(StartsInOwnCollection, documents.DocumentChooserUploadView):
    pass


def take_the_place_of_wagtails() -> None:
    """Wagtail has one chooser of each kind, made when its module is read; its views are attributes of it."""
    pictures.viewset.choose_view_class = ChoosePicture
    pictures.viewset.create_view_class = UploadPicture
    documents.viewset.choose_view_class = ChooseDocument
    documents.viewset.create_view_class = UploadDocument
