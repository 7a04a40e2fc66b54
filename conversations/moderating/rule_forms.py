"""What is set for a page's thread, and for all threads of a team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.models import Article
from teams.models import CommentPolicy

from ..forms import DayField
from ..models import TeamTalk
from ..permissions import stricter_policies
from ..writing import words
from .closing import LONGEST_REASON

WATCHED_WORDS = 20_000


class PagePolicyForm(forms.Form):
    """The team's policy, or one beyond it."""

    AS_THE_TEAM = "team"

    policy = forms.ChoiceField(label=_("Who may write here"), widget=forms.RadioSelect)

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = stricter_policies(article.team)
        if article.comment_policy and article.comment_policy not in offered:
            offered += (article.comment_policy,)
        self.fields["policy"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (
                self.AS_THE_TEAM,
                _("As in the whole team: %(policy)s") % {"policy": article.team.get_comment_policy_display()},
            ),
            *((each, CommentPolicy(each).label) for each in offered),
        ]
        self.fields["policy"].initial = article.comment_policy or self.AS_THE_TEAM

    def clean_policy(self) -> str:
        """As articles store it: nothing, where the team's counts."""
        chosen: str = self.cleaned_data["policy"]
        return "" if chosen == self.AS_THE_TEAM else chosen


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("Every reader sees it below the thread."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_REASON}),
    )
    at = DayField(
        label=_("At the end of"),
        required=False,
        help_text=_("Left empty, it is closed now. Until then people may write."),
    )
    last_words = forms.CharField(
        label=_("A closing comment"),
        required=False,
        max_length=words.LONGEST,
        help_text=_("What came of it, and where it goes on. It stands in the thread under your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_reason(self) -> Any:
        return words.cleaned_reason(self.cleaned_data["reason"])


class TeamTalkForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's forms take none when they run
    class Meta:
        model = TeamTalk
        fields = ("flags_to_hide", "close_after_days", "watched_words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Bounds of this form and not of the column: what is stored already stays what it is.
        self.fields["flags_to_hide"] = forms.IntegerField(
            label=self.fields["flags_to_hide"].label,
            help_text=self.fields["flags_to_hide"].help_text,
            min_value=1,
            max_value=100,
        )
        self.fields["close_after_days"] = forms.IntegerField(
            label=self.fields["close_after_days"].label,
            help_text=self.fields["close_after_days"].help_text,
            min_value=1,
            max_value=3650,
            required=False,
        )

    def clean_watched_words(self) -> Any:
        given = self.cleaned_data["watched_words"]
        if len(given) > WATCHED_WORDS:
            raise forms.ValidationError(_("That is a dictionary. Keep the words that matter most."), code="long")
        return given
