"""People as a sentence names them, and in which order."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _


def in_words(people: Collection[Any], most: int = 3) -> str:
    """Names for a sentence: "Ada, Grace or Mary", with a count when there are many."""
    names = [person.display_name for person in people]
    if not names:
        return str(_("nobody"))
    if len(names) > most:
        return _("%(names)s or %(count)s others") % {
            "names": ", ".join(names[: most - 1]),
            "count": len(names) - most + 1,
        }
    if len(names) == 1:
        return str(names[0])
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def by_name(person: Any) -> tuple[str, int]:
    return (person.name_folded, person.pk)
