"""The two answers to a request. Both say which content the person was looking at."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.choosing import PersonField
from publishing.models import Purpose

from .models import Channel, Verdict

LONGEST_REASON = 4000
LONGEST_EMERGENCY = 400  # as long as a clearance holds


class DecisionForm(forms.Form):
    verdict: Verdict

    comment = forms.CharField(
        label=_("A word to the author"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    revision_id = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, request_shown: Any = None, **kwargs: Any) -> None:
        if request_shown is not None:
            kwargs["initial"] = {"revision_id": request_shown.revision_id, "digest": request_shown.digest}
        super().__init__(*args, **kwargs)


class ApproveForm(DecisionForm):
    verdict = Verdict.APPROVED


class ReturnForm(DecisionForm):
    verdict = Verdict.RETURNED
    comment = forms.CharField(
        label=_("What should change, and why?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say what should change: the author needs a reason to work with.")},
        widget=forms.Textarea({"rows": 4}),
    )


class HandOverForm(forms.Form):
    """To whom somebody gives a decision."""

    to = PersonField(
        label=_("To whom"),
        help_text=_("Their name or username. They must be able to read drafts of this team."),
    )
    note = forms.CharField(
        label=_("A word to them"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, offered: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.offer(offered)


class DeskForm(forms.Form):
    """What of the desk is shown. A team is chosen by name among those on the desk, and taken by its address."""

    team = forms.SlugField(label=_("Team"), required=False, max_length=80, widget=forms.Select)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=[("", _("Any purpose")), *Purpose.choices])

    def offer(self, teams: Iterable[Any]) -> None:
        """Let these teams be chosen."""
        choices: Any = self.fields["team"].widget
        found = {team.slug: team.name for team in teams}
        by_name = sorted(found.items(), key=lambda one: one[1].casefold())
        choices.choices = [("", _("All teams")), *by_name]


class EmergencyForm(DecisionForm):
    """Why a page cannot wait for those who decide on it."""

    comment = forms.CharField(
        label=_("Why can this not wait?"),
        max_length=LONGEST_EMERGENCY,
        error_messages={"required": _("Say why this cannot wait: the reason stands in the page's trail.")},
        widget=forms.Textarea({"rows": 3}),
    )


class LookForm(forms.Form):
    """Which version somebody had before them, and where."""

    revision_id = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    digest = forms.RegexField(r"^[0-9a-f]{64}$")
    channel = forms.ChoiceField(choices=[(c.value, c.label) for c in (Channel.SITE, Channel.CMS)], required=False)


_TOO_LONG = _("That is longer than %(limit_value)d characters (%(show_value)d). Say it shorter, or in two remarks.")


class RemarkForm(forms.Form):
    """Something said of a part of a draft."""

    part = forms.ChoiceField(
        label=_("About"),
        error_messages={
            "required": _("Choose the part you mean."),
            "invalid_choice": _("That part is not on the page any more. Choose the part you mean."),
        },
    )
    text = forms.CharField(
        label=_("Your remark"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write what you want to say."), "max_length": _TOO_LONG},
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, parts: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["part"]
        choices.choices = [("", _("Choose a part of the page")), *((part.path, str(part)) for part in parts)]  # type: ignore[attr-defined]  # of a ChoiceField


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write what you want to say."), "max_length": _TOO_LONG},
        widget=forms.Textarea({"rows": 2}),
    )
