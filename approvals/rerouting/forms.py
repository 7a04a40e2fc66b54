"""The form of one step of a route, for the house and for a team."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from core.text import fold
from publishing.digest import Aspect
from publishing.models import Purpose
from teams.models import PostingPolicy, Team, Visibility

from ..models import RouteStep
from ..steps import ALL, WORKING_HOURS, Asks, everything
from .changes import groups_to_ask

MOST_PEOPLE = 20
_HOW_MANY = [(1, _("Any one of them")), (ALL, _("All of them")), *((n, _("%d of them") % n) for n in range(2, 7))]
_POLICIES = [choice for choice in PostingPolicy.choices if choice[0] != PostingPolicy.DIRECTLY]


class PeopleField(forms.CharField):
    """People by username, one a line; its clean value is the list of accounts."""

    widget = forms.Textarea(attrs={"rows": 3, "autocapitalize": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        written = str(super().clean(value)).replace(",", "\n").split("\n")
        names = list(dict.fromkeys(fold(name.strip().lstrip("@"))[:60] for name in written if name.strip()))
        if len(names) > MOST_PEOPLE:
            raise forms.ValidationError(_("At most %(count)d people.") % {"count": MOST_PEOPLE})
        people = get_user_model().objects.active().filter(username_folded__in=names)
        found = {person.username_folded: person for person in people}
        unknown = [name for name in names if name not in found]
        if unknown:
            raise forms.ValidationError(_("Nobody is called: %(names)s.") % {"names": ", ".join(unknown)})
        return [found[name] for name in names]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(person.username for person in value) if isinstance(value, list) else value


class StepForm(forms.ModelForm):
    """One step. Without a team it is the house's, and its ``position`` is free; a team's own stands before, beside or
    after a step of the house."""

    needed = forms.TypedChoiceField(label=_("How many must approve"), choices=_HOW_MANY, coerce=int, initial=1)
    people = PeopleField(
        label=_("People by name"),
        required=False,
        help_text=_("Usernames, one a line. Only when people by name are asked."),
    )
    remit = forms.MultipleChoiceField(
        label=_("Their approval covers"),
        choices=Aspect.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=everything,
        help_text=_("When something of it changes later, they are asked again."),
    )
    only_purposes = forms.MultipleChoiceField(
        label=_("Only for the purposes"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for all of them."),
    )
    policies = forms.MultipleChoiceField(
        label=_("Asked under the posting policies"),
        choices=_POLICIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    only_visibilities = forms.MultipleChoiceField(
        label=_("Only in teams that are"),
        choices=Visibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: in all of them."),
    )
    position = forms.TypedChoiceField(label=_("When"), coerce=int)

    class Meta:
        model = RouteStep
        fields = (
            "name", "asks", "group", "people", "needed", "position", "remit", "policies", "only_purposes",
            "only_visibilities", "only_tag", "only_above", "working_hours", "keeps_on_correction", "in_bulk",
        )  # fmt: skip

    def __init__(self, *args: Any, team: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["asks"].choices = Asks.choices
        fields["group"].queryset = groups_to_ask()
        fields["group"].help_text = _("Only when a group of the house is asked.")
        fields["working_hours"].initial = WORKING_HOURS
        fields["position"].choices = _places(team, self.instance)
        if self.instance.pk:
            self.initial["people"] = list(self.instance.people.by_name())
        if team is not None:
            del self.fields["policies"], self.fields["only_visibilities"]

    def _post_clean(self) -> None:
        """The rules of routes are the action's, which says what is wrong by field; here the values are only taken."""
        for name, value in self.cleaned_data.items():
            if name != "people":
                setattr(self.instance, name, value)


def _places(team: Team | None, step: RouteStep) -> list[tuple[int, Any]]:
    """Before, beside and after each step of the house, as numbers and in words."""
    house = [row for row in RouteStep.objects.filter(team=None).order_by("position") if row.pk != step.pk]
    if team is not None:
        house = [row for row in house if team.posting_policy in row.policies] or house
    names: dict[int, list[str]] = {}
    for row in house:
        names.setdefault(row.position, []).append(row.name)
    places: list[tuple[int, Any]] = []
    before = 0
    for position, rows in names.items():
        who = ", ".join(rows)
        places.append(((before + position) // 2, _("Before: %(who)s") % {"who": who}))
        places.append((position, _("At the same time as: %(who)s") % {"who": who}))
        before = position
    places.append((before + 10, _("After everybody else")))
    if step.pk and step.position not in dict(places):
        places.append((step.position, _("Where it is now")))
    return places
