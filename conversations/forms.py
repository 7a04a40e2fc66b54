"""What a moderator is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import words


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The author receives it. One or two sentences that help them write it better."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": words.LONGEST_REASON}),
        max_length=words.LONGEST_REASON,
    )

    def clean_reason(self) -> Any:
        return words.cleaned_reason(self.cleaned_data["reason"])
