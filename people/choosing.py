"""Choosing a colleague in a form: by username, or by a name that only one person bears."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import without_hidden_marks

LONGEST_NAME = 150
MOST_OFFERED = 100


class PersonField(forms.CharField):
    """Cleans to an active person, or None where nothing was typed and nothing has to be.

    ``offer`` lets some people be chosen while typing, as far as the browser can; anybody else may be typed as well.
    """

    default_error_messages = {
        "nobody": _("Nobody here has this name. Look them up under People."),
        "several": _("Several people have this name. Type the username, as on their profile."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME, **kwargs})
        self.offered: list[Any] = []

    def offer(self, people: Iterable[Any]) -> None:
        self.offered = list(people)[:MOST_OFFERED]
        if self.offered:
            self.widget.attrs |= {"list": self.list_id, "autocomplete": "off"}

    @property
    def list_id(self) -> str:
        return f"people-offered-{id(self)}"

    def clean(self, value: Any) -> Any:
        typed = without_hidden_marks(super().clean(value)).strip().removeprefix("@")
        if not typed:
            return None
        found = get_user_model().objects.active().called(typed)
        if not found:
            raise ValidationError(self.error_messages["nobody"], code="nobody")
        if len(found) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        return found[0]
