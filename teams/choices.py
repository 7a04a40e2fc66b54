"""The words that say how open a team is, who approves, who comments, and what a person is in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    OPEN = "open", _("Open: everybody finds and reads it")
    CLOSED = "closed", _("Closed: everybody finds it, members read it")
    SECRET = "secret", _("Secret: only members know of it")


class PostingPolicy(models.TextChoices):
    """Who must say yes before something of the team goes live."""

    DIRECTLY = "directly", _("Directly: authors publish their own pages")
    EDITORS = "editors", _("Team editors approve")
    COMMUNICATIONS = "communications", _("Team editors approve, then Communications")


class CommentPolicy(models.TextChoices):
    """Who may write; whoever reads a page reads its thread."""

    OPEN = "open", _("Every reader may comment")
    MEMBERS = "members", _("Only members may comment")
    HELD = "held", _("Comments wait for a moderator")
    CLOSED = "closed", _("Nobody may comment")


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    LEAD = "lead", _("Lead")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
