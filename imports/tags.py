"""Tags by name, made where there are none yet."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from core.text import fold
from publishing.models import Tag

LONGEST = 100


def _short(name: str) -> str:
    """No longer than its columns; some letters are folded into several."""
    name = name[:LONGEST].strip()
    while len(fold(name)) > LONGEST:
        name = name[:-10].strip()
    return name


class Tags:
    def __init__(self, *, is_trial: bool) -> None:
        self.is_trial = is_trial
        self.created = 0
        self._known: dict[str, Tag] = {}

    def named(self, names: Iterable[str]) -> list[Tag]:
        """One tag for each name, however it is spelled."""
        found: dict[str, Tag] = {}
        for name in names:
            name = _short(" ".join(name.split()))
            folded = fold(name)
            if folded and folded not in found:
                if folded not in self._known:
                    self._known[folded] = self._looked_up(name, folded)
                found[folded] = self._known[folded]
        return list(found.values())

    def _looked_up(self, name: str, folded: str) -> Tag:
        known = Tag.objects.filter(name_folded=folded).first()
        if known is not None:
            return known
        self.created += 1
        tag = Tag(name=name, slug=slugify(name)[:LONGEST])
        if self.is_trial:
            return tag
        try:
            with transaction.atomic():
                tag.save()
        except IntegrityError:
            # Somebody made it at this moment, or another name has its address: taggit finds a free one.
            known = Tag.objects.filter(name_folded=folded).first()
            if known is not None:
                return known
            tag = Tag(name=name)
            tag.save()
        return tag
