"""The form of channels: a row for each kind, and the hour of the digest."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import Group, Kind, kinds_with_mail
from .models import Channel, Rhythm


class ChoicesForm(forms.Form):
    digest_hour = forms.TypedChoiceField(
        label=_("Once a day, at"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("In your time zone. Only what you have not seen; on a quiet day nothing comes."),
    )
    follows_own_talk = forms.BooleanField(label=_("Follow the threads that I write in"), required=False)

    def __init__(self, *args: Any, channels: Mapping[str, Channel], rhythm: Rhythm, **kwargs: Any) -> None:
        kwargs["initial"] = {"digest_hour": rhythm.digest_hour, "follows_own_talk": rhythm.follows_own_talk}
        super().__init__(*args, **kwargs)
        self.kinds = kinds_with_mail()
        for kind in self.kinds:
            offered = [choice for choice in Channel.choices if not (kind.duty and choice[0] == Channel.NEVER)]
            self.fields[f"kind-{kind.name}"] = forms.TypedChoiceField(
                label=str(kind.label),
                coerce=Channel,
                choices=offered,
                initial=channels[kind.name],
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple[Group, list[tuple[Kind, Any]]]]:
        """The radios, group by group."""
        found: list[tuple[Group, list[tuple[Kind, Any]]]] = []
        for kind in self.kinds:
            if not found or found[-1][0] != kind.group:
                found.append((kind.group, []))
            found[-1][1].append((kind, self[f"kind-{kind.name}"]))
        return found

    def chosen(self) -> dict[str, Any]:
        return {
            "channels": {kind.name: self.cleaned_data[f"kind-{kind.name}"] for kind in self.kinds},
            "digest_hour": self.cleaned_data["digest_hour"],
            "follows_own_talk": self.cleaned_data["follows_own_talk"],
        }
