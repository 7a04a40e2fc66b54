"""What changed between two versions of an article, in words a reader of it would use."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from library.sizes import ShownPicture
from publishing.digest import digest_of_content

from ..deciders.access import pictures_open_to
from .fields import label_of, shown_fields
from .lines import lines_of
from .marking import changed_lines, marked, side_by_side
from .names import Names
from .pictures import Placed, pictures_in


@dataclass(frozen=True)
class ChangedPicture:
    """A picture that went or came. ``shown`` is None where the reader may not open it, or where it is gone."""

    words: str
    shown: ShownPicture | None


@dataclass(frozen=True)
class Difference:
    """One field that differs: its lines before and after, and the pictures that went and came."""

    label: str
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    pictures_gone: list[ChangedPicture] = field(default_factory=list)
    pictures_come: list[ChangedPicture] = field(default_factory=list)
    is_form_alone: bool = False

    @cached_property
    def paragraphs(self) -> list[SafeString]:
        """In one column, with what went and what came marked."""
        return marked(self.old, self.new)

    @cached_property
    def sides(self) -> list[tuple[SafeString, SafeString]]:
        """In two columns."""
        return side_by_side(self.old, self.new)


def differences(before: Any, after: Any, reader: Any) -> list[Difference]:
    """Every field in which two versions differ; both are of the leaf's class.

    Titles of other pages are shown only as far as ``reader`` may see those pages, pictures as far as they may open
    them. The number of queries is the same however much differs.
    """
    names = Names(reader, [before, after])
    may_open = pictures_open_to(reader, names.pictures)
    stored_before, stored_after = before.serializable_data(), after.serializable_data()
    found = []
    for name in shown_fields(after):
        label = capfirst(label_of(type(after), name))
        old, new = lines_of(before, name, names), lines_of(after, name, names)
        if old != new:
            gone, come = _changed_pictures(pictures_in(before, name), pictures_in(after, name), names, may_open)
            found.append(Difference(label, old, new, gone, come))
        elif _is_other_form(name, stored_before, stored_after):
            found.append(Difference(label, is_form_alone=True))
    return found


def difference_of_words(label: str, old: str, new: str) -> Difference:
    """A difference of something that is no field of a page."""
    return Difference(label, [old], [new])


def in_plain_words(page: Any, reader: Any) -> list[str]:
    """All that readers and schedules see of a page as paragraphs, each field behind its name, pictures by their
    descriptions. Other pages are named as in ``differences``."""
    names = Names(reader, [page])
    found = []
    for name in shown_fields(page):
        paragraphs = lines_of(page, name, names)
        label = capfirst(label_of(type(page), name))
        if len(paragraphs) == 1:
            found.append(f"{label}: {paragraphs[0]}")
        elif paragraphs:
            found += [f"{label}:", *paragraphs]
    return found


def changes_in_plain_words(before: Any, after: Any, reader: Any) -> list[str]:
    """What differs between two versions, for where nothing can be coloured: each field behind its name, what went
    behind a minus and what came behind a plus."""
    names = Names(reader, [before, after])
    stored_before, stored_after = before.serializable_data(), after.serializable_data()
    found = []
    for name in shown_fields(after):
        label = capfirst(label_of(type(after), name))
        old, new = lines_of(before, name, names), lines_of(after, name, names)
        if old != new:
            found.append("\n".join([f"{label}:", *changed_lines(old, new)]))
        elif _is_other_form(name, stored_before, stored_after):
            found.append(f"{label}: {form_alone()}")
    return found


def form_alone() -> str:
    return str(_("The words are the same; how they are set out differs."))


def _is_other_form(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a text of the same words differs all the same: in bold letters, in its lists, in the size of a heading.
    Whoever decides on it is told, for it is no longer what somebody approved."""
    values = before.get(name), after.get(name)
    if not all(isinstance(value, str) for value in values):
        return False  # a number, a date or rows: their words are all of them
    return digest_of_content({name: values[0]}) != digest_of_content({name: values[1]})


def _changed_pictures(
    old: list[Placed], new: list[Placed], names: Names, may_open: set[int]
) -> tuple[list[ChangedPicture], list[ChangedPicture]]:
    gone = [_shown(placed, names, may_open) for placed in dict.fromkeys(old) if placed not in new]
    come = [_shown(placed, names, may_open) for placed in dict.fromkeys(new) if placed not in old]
    return gone, come


def _shown(placed: Placed, names: Names, may_open: set[int]) -> ChangedPicture:
    row = names.picture(placed.picture_id)
    may = row is not None and placed.picture_id in may_open
    return ChangedPicture(names.of_placed(placed), row.shown("small", alt="", decorative=True) if may else None)
