"""What keeps a thread decent, and the trail of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Article
from teams.models import Team

from .comments import Comment

FLAGS_TO_HIDE = 3


class ModerationRecord(models.Model):
    """What somebody who keeps threads in order did, when and why. Rows are never changed, only undone by another."""

    class Action(models.TextChoices):
        APPROVE = "approve", _("approved")
        HIDE = "hide", _("hidden")
        RESTORE = "restore", _("shown again")
        KEEP = "keep", _("kept, the flags were declined")
        HIDDEN_BY_FLAGS = "flagged", _("hidden by flags")
        MEND = "mend", _("mended by its author")
        MOVE = "move", _("moved to another page")
        LOCK = "lock", _("branch locked")
        UNLOCK = "unlock", _("branch unlocked")
        CLOSE = "close", _("thread closed")
        REOPEN = "reopen", _("thread opened")
        POLICY = "policy", _("who may write changed")
        BAN = "ban", _("banned from commenting")
        LIFT = "lift", _("ban lifted")
        ACCEPT = "accept", _("answer accepted")
        DECIDE = "decide", _("outcome recorded")
        WITHDRAW = "withdraw", _("outcome taken back")

    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="moderation_records")
    page = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=20, choices=Action.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    # How things stood before, so that the act can be undone, and the act that this one undid.
    before = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    undoes = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="undone_by")

    class Meta:
        verbose_name = _("moderation record")
        ordering = ("pk",)
        indexes = [models.Index(fields=["team", "-at"])]

    def __str__(self) -> str:
        return f"{self.action} · {self.comment_id or self.page_id or self.person_id}"

    @property
    def is_of_unseen_words(self) -> bool:
        """Whether a comment was decided about that had other words by then than whoever decided had read."""
        return bool(self.before.get("is_unseen"))


class Flag(models.Model):
    """Somebody says that a comment should not stay as it is. Private: the writer never learns who."""

    class Reason(models.TextChoices):
        RUDE = "rude", _("Rude or hurtful")
        OFF_TOPIC = "off_topic", _("Does not belong here")
        PRIVATE = "private", _("Tells something private or confidential")
        WRONG = "wrong", _("Wrong in a way that does harm")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        UPHELD = "upheld", _("Agreed with")
        DECLINED = "declined", _("Not agreed with")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="told_flags")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(auto_now_add=True)
    record = models.ForeignKey(ModerationRecord, null=True, on_delete=models.SET_NULL, related_name="decided_flags")

    class Meta:
        verbose_name = _("flag")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                condition=models.Q(state="open"),
                name="one_open_flag_a_person_a_comment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} · {self.comment_id}"


class Ban(models.Model):
    """Somebody does not write in a team's threads until a day. They read on."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="comment_bans")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comment_bans")
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ban from commenting")
        indexes = [models.Index(fields=["person", "team", "until"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"


class TeamTalk(models.Model):
    """What a team says about its threads beyond its comment policy. A team without a row has the defaults."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="talk")
    watched_words = models.TextField(
        _("words to think twice about"),
        blank=True,
        help_text=_("One a line. Whoever is about to send one of them is asked first; nothing is ever dropped."),
    )
    flags_to_hide = models.PositiveSmallIntegerField(
        _("flags that hide a comment"),
        default=FLAGS_TO_HIDE,
        help_text=_("So many different people have to flag a comment before it is hidden until a moderator decides."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close threads after days without a word"),
        null=True,
        blank=True,
        help_text=_("Left empty, threads stay open."),
    )

    def __str__(self) -> str:
        return str(self.team)
