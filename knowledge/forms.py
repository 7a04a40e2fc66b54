"""What is typed about a page's status."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.access import can_view
from people.choosing import PersonField
from publishing.models import Article, Standing
from teams.models import Team

from .keepers import teams_that_may_keep
from .permissions import may_call_official
from .standing import Status, status_of
from .successors import candidates

MONTHS = ((3, _("three months")), (6, _("half a year")), (12, _("a year")), (24, _("two years")))


class StatusForm(forms.Form):
    """The whole status of one page, as one person may say it.

    The successor is named by its address or words of its title. Where several fit, the form offers them, and the one
    that is picked wins over the words.
    """

    standing = forms.ChoiceField(label=_("What is it worth today?"), widget=forms.RadioSelect)
    successor = forms.CharField(
        label=_("What took its place"),
        required=False,
        max_length=400,
        help_text=_("For an outdated page: the address of the newer one, or words of its title."),
    )
    picked = forms.TypedChoiceField(
        label=_("Which of these?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    keeper = PersonField(
        label=_("A person who looks after it"),
        required=False,
        help_text=_("Their name or username. Leave it empty where a team does."),
    )
    keeper_team = forms.ModelChoiceField(
        label=_("Or a team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team"),
        help_text=_("Its editors and leads are asked."),
    )
    review_on = forms.DateField(
        label=_("To be looked at again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("They are asked by mail four weeks and one week before, and on the day."),
    )
    review_months = forms.TypedChoiceField(label=_("And after that every"), choices=MONTHS, coerce=int)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, article: Article, person: Any, data: Any = None) -> None:
        self.article, self.person = article, person
        self.before = status_of(article)
        super().__init__(data, initial=self._initial())
        offered = [choice for choice in Standing.choices if choice[0] != Standing.OFFICIAL or self._may_call_official()]
        self.fields["standing"].choices = offered  # type: ignore[attr-defined]
        self.fields["keeper_team"].queryset = teams_that_may_keep(article)  # type: ignore[attr-defined]
        months = self.before.review_months
        if months not in dict(MONTHS):
            every = _("%(months)d months") % {"months": months}
            self.fields["review_months"].choices = [*MONTHS, (months, every)]  # type: ignore[attr-defined]
        self._offer(candidates(person, article, self.data.get("successor", "")) if data is not None else [])

    def _offer(self, found: list[Article]) -> None:
        self.offered = found if len(found) > 1 else []
        if self.offered:
            choices = [(row.pk, f"{row.title} · {row.team.name}") for row in found]
            self.fields["picked"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["picked"]
        self._only = found[0] if len(found) == 1 else None

    def _may_call_official(self) -> bool:
        return may_call_official(self.person, self.article)

    def _initial(self) -> dict[str, Any]:
        shown, keeper = self._readable_successor(), self.article.keeper
        return {
            "standing": self.before.standing,
            "successor": shown.address if shown is not None else "",
            "keeper": keeper.username if keeper is not None and keeper.is_active else "",
            "keeper_team": self.before.keeper_team_id,
            "review_on": self.before.review_on,
            "review_months": self.before.review_months,
            "seen": self.before.fingerprint(),
        }

    def _readable_successor(self) -> Article | None:
        """The present successor, where the person may read it; to others the form says nothing of it."""
        successor = self.article.successor
        return successor if successor is not None and can_view(self.person, successor) else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["successor_id"] = None
        if said.get("standing") == Standing.OUTDATED:
            said["successor_id"] = self._successor_id(said)
        return said

    def _successor_id(self, said: dict[str, Any]) -> int | None:
        if not said.get("successor"):
            hidden = self.article.successor_id is not None and self._readable_successor() is None
            return self.before.successor_id if hidden else None
        if self._only is not None:
            return self._only.pk
        if self.offered:
            if said.get("picked"):
                return int(said["picked"])
            if "picked" not in self.errors:
                self.add_error("picked", _("Several pages fit these words. Choose one of them."))
        else:
            self.add_error("successor", _("No page that you may read has this address or these words in its title."))
        return None

    def status(self) -> Status:
        said = self.cleaned_data
        team = said["keeper_team"]
        return Status(
            standing=said["standing"],
            successor_id=said["successor_id"],
            keeper_id=said["keeper"].pk if said["keeper"] else None,
            keeper_team_id=team.pk if team else None,
            review_on=said["review_on"],
            review_months=said["review_months"],
        )
