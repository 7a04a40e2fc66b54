"""Forms of teams."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.text import without_hidden_marks
from people.choosing import PersonField
from people.faces import whole_picture
from people.models import HUES

from .models import RESERVED_BELOW_TEAMS, CommentPolicy, PostingPolicy, Role, Visibility

PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/avif"


class NameField(forms.CharField):
    """A team's name: it must leave something for its address."""

    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {"label": _("Name"), "max_length": 80}
        super().__init__(**(fixed | kwargs))

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(without_hidden_marks(value or ""))).split())
        if not slugify(name) or slugify(name) in RESERVED_BELOW_TEAMS:
            raise forms.ValidationError(_("This name cannot be used as an address. Choose another."))
        return name


class PurposeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {
            "label": _("What the team is for"),
            "max_length": 280,
            "widget": forms.Textarea(attrs={"rows": 3}),
            "help_text": _("One or two sentences. Everybody who may know of the team reads them."),
        }
        super().__init__(**(fixed | kwargs))

    def clean(self, value: Any) -> str:
        return str(super().clean(without_hidden_marks(value or "")))


class AskForTeamForm(forms.Form):
    """What anybody may ask an administrator for."""

    name = NameField()
    purpose = PurposeField()
    visibility = forms.ChoiceField(
        label=_("Who finds and reads it"),
        choices=Visibility.choices,
        initial=Visibility.OPEN,
        widget=forms.RadioSelect,
    )


class MakeTeamForm(AskForTeamForm):
    """What an administrator decides when making a team."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("The last part of the team's address. Left empty, it is made from the name."),
    )
    lead = forms.CharField(
        label=_("Username of the lead"),
        max_length=60,
        required=False,
        help_text=_("Who runs the team from now on. Can be added later."),
    )
    posting_policy = forms.ChoiceField(
        label=_("Before something goes live"),
        choices=PostingPolicy.choices,
        initial=PostingPolicy.EDITORS,
        widget=forms.RadioSelect,
    )
    comment_policy = forms.ChoiceField(
        label=_("Comments"), choices=CommentPolicy.choices, initial=CommentPolicy.OPEN, widget=forms.RadioSelect
    )

    field_order = ("name", "slug", "purpose", "lead", "visibility", "posting_policy", "comment_policy")


class AskToJoinForm(forms.Form):
    message = forms.CharField(
        label=_("A word to the leads"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you would like to be in, or what you bring."),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)


class AddMemberForm(RoleForm):
    person = forms.CharField(max_length=60)


class TeamPictureField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": PICTURES})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return whole_picture(file) if file else None


class LooksForm(forms.Form):
    purpose = PurposeField()
    hue = forms.TypedChoiceField(
        label=_("Colour"), choices=[(number, str(number + 1)) for number in range(HUES)], coerce=int
    )
    picture = TeamPictureField(
        label=_("Picture"),
        required=False,
        help_text=_("Best in landscape. JPEG, PNG or WebP, up to 10 MB."),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)


class PoliciesForm(forms.Form):
    posting_policy = forms.ChoiceField(
        label=_("Before something goes live"), choices=PostingPolicy.choices, widget=forms.RadioSelect
    )
    comment_policy = forms.ChoiceField(label=_("Comments"), choices=CommentPolicy.choices, widget=forms.RadioSelect)


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who finds and reads the team"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SureOfVisibilityForm(VisibilityForm):
    """After the warning there is nothing left to choose: yes is yes to what was said."""

    visibility = forms.ChoiceField(choices=Visibility.choices, widget=forms.HiddenInput)


class RenameForm(forms.Form):
    name = NameField()
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("Left empty, it is made from the name. Old addresses lead on."),
    )


class DeleteForm(forms.Form):
    typed_name = forms.CharField(
        label=_("Name of the team"), max_length=200, help_text=_("Type it, so that it is certainly this one.")
    )


class DeputyForm(forms.Form):
    """Who stands in, and when. What days and people may be is said by the action."""

    deputy = PersonField(label=_("Who stands in"), help_text=_("Their name or username."))
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("What they should know. Both of you read it.")
    )

    def clean_note(self) -> str:
        return without_hidden_marks(self.cleaned_data["note"])
