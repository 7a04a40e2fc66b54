"""The filters of the reports."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teams.models import Team

from .questions import Question
from .sources import Kind

LONGEST_DAYS = 366
USUAL_DAYS = 90


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Days are whole days of whoever asks."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), to_field_name="slug", required=False, empty_label=_("All teams")
    )
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["team"].queryset = Team.objects.known_to(viewer).by_name()  # type: ignore[attr-defined]  # of a choice of models

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("The last day is before the first. Please swap them.")})
        return told

    def question(self) -> Question:
        told = self.cleaned_data
        return Question(
            viewer=self.viewer,
            team=told.get("team"),
            person=told.get("person", ""),
            kind=told.get("kind", ""),
            since=_beginning(told.get("since")),
            until=_beginning(told.get("until"), later=1),
        )


class TrailForm(FilterForm):
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What happened"), required=False, choices=[("", _("Anything")), *Kind.choices])

    field_order = ("team", "person", "kind", "since", "until")


class TimesForm(FilterForm):
    """A stretch of time that has both ends: three months, if nothing is said."""

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if self.errors:
            return told
        until = told.get("until") or max(timezone.localdate(), told.get("since") or date.min)
        since = told.get("since") or until - timedelta(days=min(USUAL_DAYS - 1, (until - date.min).days))
        if (until - since).days >= LONGEST_DAYS:
            raise ValidationError({"since": _("Choose a year at most, so that the answer stays quick.")})
        return told | {"since": since, "until": until}


def _beginning(day: date | None, later: int = 0) -> datetime | None:
    """The first moment of a day, where whoever asks lives; of the day after for the end of a stretch."""
    if day is None:
        return None
    if later and day < date.max:
        day += timedelta(days=later)
    # The ends of the calendar have no neighbours to reckon a zone with, and nothing happened there.
    day = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return timezone.make_aware(datetime.combine(day, time.min))
