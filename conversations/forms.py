"""What moderators, and those who flag, are asked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Flag
from .writing import words


class DecisionForm(forms.Form):
    """Names the words that whoever decides has before them; the page that shows them writes the field."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The author receives it. One or two sentences that help them write it better."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": words.LONGEST_REASON}),
        max_length=words.LONGEST_REASON,
    )

    def clean_reason(self) -> Any:
        return words.cleaned_reason(self.cleaned_data["reason"])


class HideForm(ReasonForm, DecisionForm):
    """Asks why a comment is hidden."""


class LockForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Every reader sees it above the conversation.")


class MoveForm(ReasonForm):
    page = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**17)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Everybody who wrote in the conversation receives it.")


class FlagForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Flag.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class DayField(forms.DateField):
    """A day to come, as the moment at its end where this person is."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        if day is None:
            return None
        try:
            return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        except OverflowError:
            raise forms.ValidationError(_("Choose a day that is nearer."), code="far") from None


class BanForm(ReasonForm):
    until = DayField(label=_("Until the end of"), help_text=_("At most a year from now."))

    field_order = ("until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The person receives it, and reads it wherever they would write.")
        self.fields["until"].initial = timezone.localdate() + timedelta(days=7)
