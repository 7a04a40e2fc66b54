"""What leaves the house and what stays, for the packages and for every room below this one. docs/formats.md repeats it.

A path such as ``article__team`` says whose team a row belongs to, for the export of one team.
"""

from django.conf import settings

from core.portable import carry, leave

LIVES_FOR_MINUTES = "Lives for minutes, while somebody works in the CMS."
MADE_ANEW = "Made anew from everything else."
STAND_INS = "Our own pictures and documents stand in its place; the table is empty."
OPENS_DOORS = "A secret: whoever holds it acts for somebody. A new one is made in the new house."
HERE_ONLY = "Says how this installation runs, and nothing of what people wrote."
PASSED = "What was promised here is kept here: mail on its way must not leave twice."
OF_THE_CODE = "Made by the code itself; rows refer to it by name."

_FROM_PACKAGES = (
    "auth.Group", "sites.Site", "taggit.Tag", "taggit.TaggedItem", "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction", "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupCollectionPermission", "wagtailcore.GroupPagePermission", "wagtailcore.GroupSitePermission",
    "wagtailcore.Locale", "wagtailcore.ModelLogEntry", "wagtailcore.PageSubscription",
    "wagtailcore.PageViewRestriction", "wagtailcore.Site", "wagtailcore.Task", "wagtailcore.Workflow",
    "wagtailcore.WorkflowContentType", "wagtailcore.WorkflowPage", "wagtailcore.WorkflowTask",
    "wagtailusers.UserProfile", "django_comments.CommentFlag", "django_comments_xtd.BlackListedDomain",
    "wagtailredirects.Redirect", "wagtailsearchpromotions.Query", "wagtailsearchpromotions.QueryDailyHits",
    "wagtailsearchpromotions.SearchPromotion",
)  # fmt: skip
_PAGES_OF_TEAM = (
    "publishing.Article",
    "blog.BlogPostPage",
    "blog.WriteUpPage",
    "blog.BlogIndexPage",
    "blog.ProjectsIndexPage",
)

_OURS = {
    "people.User": "",
    "library.Picture": "collection__team",
    "library.StoredDocument": "collection__team",
    "library.DocumentText": "document__collection__team",
    "notifications.Notification": "",
    "notifications.Following": "",
    "notifications.Choice": "",
    "notifications.Rhythm": "",
    "teams.Team": "pk",
    "teams.TeamPage": "team",
    "teams.TeamsPage": "",
    "teams.Membership": "team",
    "teams.JoinRequest": "team",
    "teams.TeamRequest": "",
    "teams.Deputy": "",
    "teams.WorkingTime": "",
    "teams.Holiday": "",
    "publishing.Tag": "",
    "publishing.ArticleTag": "content_object__team",
    "publishing.Authorship": "article__team",
    "publishing.Citation": "article__team",
    "publishing.Clearance": "article__team",
    "approvals.RouteTask": "",
    "approvals.RouteStep": "team",
    "approvals.Request": "article__team",
    "approvals.RequestStep": "request__article__team",
    "approvals.HandOver": "step__request__article__team",
    "approvals.Decision": "article__team",
    "approvals.Correction": "request__article__team",
    "approvals.Look": "",
    "conversations.Comment": "page__team",
    "conversations.CommentVersion": "comment__page__team",
    "conversations.Mention": "comment__page__team",
    "conversations.ModerationRecord": "team",
    "conversations.Flag": "",
    "conversations.Ban": "team",
    "conversations.TeamTalk": "team",
    "conversations.Visit": "",
    "conversations.Reaction": "comment__page__team",
    "conversations.Settlement": "article__team",
    "blog.NumberResult": "write_up__team",
    "blog.WriteUpPerson": "write_up__team",
    "wagtailcore.Page": "article__team",
    "wagtailcore.Revision": "",
    "wagtailcore.PageLogEntry": "page__article__team",
    "wagtailcore.Comment": "page__article__team",
    "wagtailcore.CommentReply": "comment__page__article__team",
    "wagtailcore.WorkflowState": "request__article__team",
    "wagtailcore.TaskState": "workflow_state__request__article__team",
    "django_comments.Comment": "xtdcomment__told__page__team",
    "django_comments_xtd.XtdComment": "told__page__team",
}

_LEFT = {
    "auth.Permission": OF_THE_CODE,
    "contenttypes.ContentType": OF_THE_CODE,
    "sessions.Session": OPENS_DOORS,
    "wagtailcore.APIToken": OPENS_DOORS,
    "axes.AccessAttempt": HERE_ONLY,
    "axes.AccessAttemptExpiration": HERE_ONLY,
    "axes.AccessFailureLog": HERE_ONLY,
    "axes.AccessLog": HERE_ONLY,
    "django_tasks_database.DBTaskResult": PASSED,
    "core.Effect": PASSED,
    "core.OutgoingMail": PASSED,
    "library.PictureRendition": "Pictures are drawn at each size when somebody first asks for it.",
    "wagtailadmin.Admin": "Has no rows: a right hangs from it.",
    "wagtailadmin.EditingSession": LIVES_FOR_MINUTES,
    "wagtailadmin.FormState": LIVES_FOR_MINUTES,
    "wagtailcore.UploadedFile": LIVES_FOR_MINUTES,
    "wagtailcore.ReferenceIndex": MADE_ANEW,
    "wagtailsearch.IndexEntry": MADE_ANEW,
    "wagtailsearch.SQLiteFTSIndexEntry": MADE_ANEW,
    "wagtailembeds.Embed": "Kept words of other hosts, which are asked again.",
    "wagtaildocs.Document": STAND_INS,
    "wagtailimages.Image": STAND_INS,
    "wagtailimages.Rendition": STAND_INS,
    "exports.Package": "Made here for somebody, for a few days.",
}


# Columns that name a person in a row that is not theirs: it holds what somebody else wrote, asked for or was told.
_OF_OTHERS = {
    "conversations.Comment": ("hidden_by",),
    "conversations.Settlement": ("withdrawn_by",),
    "notifications.Notification": ("actor",),
    "publishing.Article": ("on_behalf_of",),
    "teams.JoinRequest": ("decided_by",),
    "teams.Membership": ("added_by",),
    "teams.TeamRequest": ("decided_by",),
    "wagtailcore.Comment": ("resolved_by",),
    "wagtailcore.Page": ("locked_by",),
}


def declare() -> None:
    """Called when the app is ready."""
    for label in _FROM_PACKAGES:
        carry(label)
    for label in _PAGES_OF_TEAM:
        carry(label, team="team", of_others=_OF_OTHERS.get(label, ()))
    for label, team in _OURS.items():
        carry(
            label,
            team=team,
            secret=("password",) if label == settings.AUTH_USER_MODEL else (),
            of_others=_OF_OTHERS.get(label, ()),
        )
    for label, why in _LEFT.items():
        leave(label, why, is_made_anew=why is MADE_ANEW)
