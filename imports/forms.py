"""What an administrator says about an export."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.models import Team

from .authors import LARGEST_LIST, read_list
from .models import Import
from .refusals import RefusedFile

LARGEST_UPLOAD = 2 * 1024**3


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Where it comes from"), choices=Import.Format.choices, widget=forms.RadioSelect,
        initial=Import.Format.WORDPRESS,
    )  # fmt: skip
    file = forms.FileField(
        label=_("The export"),
        help_text=_(
            "WordPress: the file from Tools → Export. Blogger: feed.atom from Takeout, its whole zip file, or the old "
            "backup file. Two gigabytes at most."
        ),
    )
    pictures = forms.FileField(
        label=_("The pictures"),
        required=False,
        help_text=_("A zip file of the blog's pictures, as they lay in wp-content/uploads. Takeout's own has them."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        help_text=_("It becomes this team's blog: whoever reads the team will read what was published there."),
    )
    people = forms.FileField(
        label=_("Who is who"),
        required=False,
        help_text=_(
            "A CSV file with the login there and the username here on each line. Others are found by their e-mail "
            "address, or get an account without access that carries their name."
        ),
    )
    fetches = forms.BooleanField(
        label=_("Fetch pictures that are missing from the old blog"),
        required=False,
        help_text=_("The server will ask the addresses in the export for them. Left out, nothing leaves the house."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(archived_at=None).by_name()  # type: ignore[attr-defined]  # of a choice of models

    def clean_file(self) -> Any:
        return _of_size(self.cleaned_data["file"])

    def clean_pictures(self) -> Any:
        return _of_size(self.cleaned_data["pictures"])

    def clean_people(self) -> dict[str, str]:
        file = self.cleaned_data["people"]
        if file is None:
            return {}
        if file.size > LARGEST_LIST:
            raise ValidationError(_("A list of authors is no longer than a megabyte."))
        try:
            return read_list(file.read())
        except RefusedFile as refused:
            raise ValidationError(str(refused)) from refused


def _of_size(file: Any) -> Any:
    if file is not None and file.size > LARGEST_UPLOAD:
        raise ValidationError(_("Two gigabytes at most. Larger ones are imported by the command on the server."))
    return file
