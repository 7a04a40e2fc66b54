"""What every kind of old blog consists of, in words of none of them."""

from dataclasses import dataclass, field
from datetime import datetime

PUBLISHED, DRAFT, PENDING, PRIVATE, SCHEDULED, TRASH = "published", "draft", "pending", "private", "scheduled", "trash"
APPROVED, HELD, SPAM = "approved", "held", "spam"
POST, PAGE = "post", "page"
CLASSIC, MARKUP = "classic", "markup"


@dataclass(frozen=True)
class Site:
    """The blog itself. ``source`` is how its entries are told from those of other blogs: its address without scheme."""

    source: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Author:
    login: str
    name: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    number: str = ""


@dataclass(frozen=True)
class Attachment:
    """A picture or file that entries name by its number."""

    number: str
    address: str
    title: str = ""
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Remark:
    """A comment. ``number`` and ``parent`` are the old blog's own; ``author`` is a login where one was signed in."""

    number: str
    name: str
    markup: str
    at: datetime | None = None
    parent: str = ""
    state: str = APPROVED
    kind: str = "comment"
    author: str = ""


@dataclass
class Entry:
    """A post, or something else that stands among posts. ``markup`` is HTML as the old blog kept it; ``style`` says
    whether blank lines in it part paragraphs. ``line`` is where it begins in the file."""

    key: str
    title: str
    markup: str = ""
    kind: str = POST
    style: str = MARKUP
    state: str = PUBLISHED
    old_state: str = ""
    excerpt: str = ""
    slug: str = ""
    address: str = ""
    at: datetime | None = None
    changed_at: datetime | None = None
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_sticky: bool = False
    has_password: bool = False
    takes_comments: bool = True
    lead: str = ""
    remarks: list[Remark] = field(default_factory=list)
    line: int = 0
    is_cut: bool = False


@dataclass(frozen=True)
class RemarkOf:
    """A comment that stands in the file apart from its entry."""

    key: str
    remark: Remark
