"""Forms of the doors and of one's own profile."""

import zoneinfo
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from core.text import without_hidden_marks

from .faces import squared
from .models import User


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, str]]:
    """The zones people name: continents' cities and UTC, none of the database's old spellings."""
    places = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class SignInForm(auth_forms.AuthenticationForm):
    """One answer for a wrong name, a wrong password and a deactivated account."""

    error_messages = {
        "invalid_login": _("Username and password do not match. Check both; capitals count in the password."),
        "inactive": _("Username and password do not match. Check both; capitals count in the password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An e-mail address is taken too, and those are longer than usernames.
        self.fields["username"].widget.attrs["maxlength"] = 254
        self.fields["username"].label = _("Username or e-mail address")
        self.fields["password"].widget.attrs["maxlength"] = 1000


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one your colleagues write to you at."),
    )


class FaceField(forms.FileField):
    """A picture of a person, cropped and drawn anew before anything else sees it."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"})

    def clean(self, data: Any, initial: Any = None) -> ContentFile | None:
        file = super().clean(data, initial)
        return squared(file) if file else None


class ProfileForm(forms.ModelForm):
    """What people say about themselves. Names, username and address are changed by administrators."""

    face = FaceField(
        label=_("Picture of you"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, up to 10 MB. We keep the middle square, and not where it was taken."),
    )
    remove_face = forms.BooleanField(label=_("Remove my picture"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Times are shown, and your schedules read, in this zone."),
    )

    class Meta:
        model = User
        fields = ("job_title", "place", "time_zone", "languages", "about")
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "job_title": _("What you do, in a few words."),
            "place": _("Where colleagues find you: a town, a building, or “from home”."),
            "about": _("What you know, what you can be asked, what you like to be asked."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["time_zone"]
        if self.instance.time_zone not in dict(time_zones()):
            # An old spelling that was stored once stays a choice, or the form would change it unasked.
            zone.choices = [(self.instance.time_zone, self.instance.time_zone), *time_zones()]
        if not self.instance.face:
            del self.fields["remove_face"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {k: without_hidden_marks(v) if isinstance(v, str) else v for k, v in cleaned.items()}

    def profile(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AnonymiseForm(forms.Form):
    typed_username = forms.CharField(
        label=_("Username"), max_length=60, help_text=_("Type it, so that it is certainly this person.")
    )
