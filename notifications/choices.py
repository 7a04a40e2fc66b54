"""The words that notifications choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """When a mail tells what the inbox says anyway."""

    NOW = "now", _("Now")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")


class Stance(models.TextChoices):
    """What somebody made of a page, a thread, a team, a person or a tag."""

    FOLLOWING = "following", _("Following")
    MUTED = "muted", _("Muted")
