"""The screens of what a page is worth, and of what rests on it."""

from .by_mail import by_mail
from .credit import credit, topic
from .earlier_work import offer
from .lineage import lineage
from .status import answer, status

__all__ = ["answer", "by_mail", "credit", "lineage", "offer", "status", "topic"]
