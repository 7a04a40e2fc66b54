"""Kinds of rows and rights by name: each installation numbers them in its own order."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import cached_property


class Names:
    """Remembers names and numbers for the length of one journey. Kinds and rights that this installation does not know
    are made: a record of something whose code is long gone is still a record."""

    def knows_kind(self, number: object) -> bool:
        """Whether this numbers a kind today: the content of an old revision may name one that is gone."""
        return isinstance(number, int) and number in self._kind_names

    def of_kind(self, number: int) -> str:
        return self._kind_names[number]

    def of_right(self, number: int) -> str:
        return self._right_names[number]

    def kind(self, name: str) -> int:
        if name not in self._kind_numbers:
            app, _dot, model = name.partition(".")
            self._kind_numbers[name] = ContentType.objects.get_or_create(app_label=app[:100], model=model[:100])[0].pk
        return self._kind_numbers[name]

    def right(self, name: str) -> int:
        if name not in self._right_numbers:
            kind, _colon, codename = name.partition(":")
            right, _made = Permission.objects.get_or_create(
                content_type_id=self.kind(kind), codename=codename[:100], defaults={"name": codename[:255]}
            )
            self._right_numbers[name] = right.pk
        return self._right_numbers[name]

    @cached_property
    def _kind_names(self) -> dict[int, str]:
        return {pk: f"{app}.{model}" for pk, app, model in ContentType.objects.values_list("pk", "app_label", "model")}

    @cached_property
    def _kind_numbers(self) -> dict[str, int]:
        return {name: pk for pk, name in self._kind_names.items()}

    @cached_property
    def _right_names(self) -> dict[int, str]:
        rows = Permission.objects.values_list("pk", "content_type_id", "codename")
        return {pk: f"{self._kind_names[kind]}:{codename}" for pk, kind, codename in rows}

    @cached_property
    def _right_numbers(self) -> dict[str, int]:
        return {name: pk for pk, name in self._right_names.items()}
