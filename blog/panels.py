"""The editor's fields, in the order in which a colleague thinks of them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)

from approvals.cms.receipt_panel import WhoWillReadPanel
from approvals.cms.route_panel import RoutePanel
from core.cms_panels import PlacePanel

_TITLE_HELP = _("Colleagues meet it in lists, mail and search, and decide by it whether to read on.")
_PEOPLE = MultiFieldPanel(
    [
        InlinePanel("authorships", label=_("author"), heading=_("Authors"), min_num=0, panels=["person"]),
        "on_behalf_of",
    ],
    heading=_("Who writes"),
    classname="collapsed",
)
_FOUND_BY = MultiFieldPanel(["tags"], heading=_("Tags"))
_RESTS_ON = InlinePanel(
    "citations",
    label=_("earlier page"),
    heading=_("Builds on"),
    help_text=_("Earlier posts and write-ups this one rests on, or whose mistakes it avoids."),
    panels=["cited", "relation", "note"],
)
_LEAD = MultiFieldPanel(["lead_picture", "lead_alt"], heading=_("Lead picture"))

POST_PANELS = [
    TitleFieldPanel("title", placeholder=_("What is it about? Say it in one line"), help_text=_TITLE_HELP),
    "summary",
    FieldRowPanel(["purpose", "wished_by"]),
    _LEAD,
    "body",
    FieldPanel("outcome"),
    _FOUND_BY,
    _RESTS_ON,
    _PEOPLE,
]

WRITE_UP_PANELS = [
    TitleFieldPanel("title", placeholder=_("What did the project set out to do?"), help_text=_TITLE_HELP),
    "summary",
    FieldRowPanel(["result", "started_on", "ended_on"]),
    _LEAD,
    "goal",
    PlacePanel("write_up_goal", heading=_("Has somebody tried this before?")),
    "body",
    InlinePanel(
        "numbers", label=_("number"), heading=_("What it brought, in numbers"), panels=["label", "before", "after"]
    ),
    "would_repeat",
    "would_avoid",
    _RESTS_ON,
    InlinePanel("participants", label=_("person"), heading=_("Who took part"), panels=["person", "part"]),
    MultiFieldPanel(["purpose", "wished_by", "outcome"], heading=_("Purpose"), classname="collapsed"),
    _FOUND_BY,
    _PEOPLE,
]

PROMOTE_PANELS = [FieldPanel("slug", help_text=_("The last part of the page's address."))]
SETTINGS_PANELS = [RoutePanel(), WhoWillReadPanel(), PublishingPanel(), CommentPanel()]
