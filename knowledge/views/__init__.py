"""The screens of what a page is worth, and of what rests on it."""

from .by_mail import by_mail
from .earlier_work import offer
from .status import answer, status

__all__ = ["answer", "by_mail", "offer", "status"]
