"""The fields of an article that say something to its readers, and what they are called."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

from publishing.digest import is_content

_NOT_SHOWN = frozenset({"id", "seo_title", "search_description"})
_TAGGED = "tagged"

Kind = type[models.Model]


def label_of(model: Kind, name: str) -> str:
    """What a field, or the rows of a child relation, are called."""
    if name == _TAGGED:
        return str(_("tags"))
    found = model._meta.get_field(name)
    if isinstance(found, models.Field):
        return str(found.verbose_name)
    if name == "authorships":
        return str(_("authors"))
    return str(found.related_model._meta.verbose_name_plural)


def shown_fields(page: Any) -> Iterator[str]:
    """What readers and schedules see of an article, in the order of the model."""
    for found in page._meta.fields:
        if found.editable and found.serialize and is_content(found.name) and found.name not in _NOT_SHOWN:
            yield found.name
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if is_content(name):
            yield name


def own_fields(row: Any) -> list[Any]:
    """What a child row says, without its number, its place and its parent."""
    return [
        found
        for found in row._meta.fields
        if not (found.primary_key or found.name == "sort_order" or isinstance(found, ParentalKey))
    ]


def target_of(found: Any) -> Kind:
    """What a foreign key points to."""
    kind: Kind = found.related_model
    return kind
