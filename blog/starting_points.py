"""What a new page starts with: the questions a colleague would ask, for each purpose."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.models import Purpose

from .models import BlogPostPage, WriteUpPage


@dataclass(frozen=True)
class Prompt:
    """A heading, and below it what to write there."""

    heading: str
    question: str


def prompts_for(purpose: str) -> list[Prompt]:
    """The parts of a post with this purpose."""
    if purpose == Purpose.ASK:
        return [
            Prompt(_("What I need to know"), _("One question, as you would ask it across the table.")),
            Prompt(_("What I know already"), _("What you tried, where you looked, who you asked.")),
            Prompt(_("What an answer changes"), _("What you will do with it, and until when it helps.")),
        ]
    if purpose == Purpose.DECIDE:
        return [
            Prompt(_("What is to be decided"), _("The choice in one sentence.")),
            Prompt(_("The ways open to us"), _("Two or three, each with what speaks for and against it.")),
            Prompt(_("What I propose"), _("Your proposal, and what would change your mind.")),
            Prompt(_("Who it concerns"), _("Who has to live with it, and how they were asked.")),
        ]
    if purpose == Purpose.LESSON:
        return [
            Prompt(_("What happened"), _("Short, in order, without blame.")),
            Prompt(_("What we learned"), _("What you would tell a colleague who starts the same thing tomorrow.")),
            Prompt(_("What we do differently"), _("What changed already, and what still should.")),
        ]
    return [
        Prompt(_("What is new"), _("The news first. Who is it for, and from when does it hold?")),
        Prompt(_("Why"), _("The reason, so that nobody has to guess.")),
        Prompt(_("What it means for you"), _("What to do, by when, and whom to ask.")),
    ]


def questions_of_a_project() -> dict[str, str]:
    """What to write in each part of a write-up."""
    return {
        "goal": _("What should have been better afterwards, for whom, and how would you have known?"),
        "body": _("What you did, in the order in which it happened."),
        "would_repeat": _("What carried the project."),
        "would_avoid": _("What cost time and brought nothing."),
    }


def start(page: Any, purpose: str) -> None:
    """Fill a page that nobody has saved yet with its starting point."""
    kind = type(page)
    if kind is WriteUpPage:
        questions = questions_of_a_project()
        page.purpose = Purpose.LESSON
        page.goal = f"<p>{questions['goal']}</p>"
        page.would_repeat = f"<ul><li>{questions['would_repeat']}</li></ul>"
        page.would_avoid = f"<ul><li>{questions['would_avoid']}</li></ul>"
        page.body = [("text", f"<p>{questions['body']}</p>")]
    elif kind is BlogPostPage:
        page.purpose = purpose if purpose in Purpose.values else Purpose.INFORM
        page.body = [block for prompt in prompts_for(page.purpose) for block in _blocks(prompt)]


def still_a_question(page: Any) -> str:
    """Why a page is not ready whose starting questions stand there as they were put; empty when none does."""
    if isinstance(page, WriteUpPage):
        questions = list(questions_of_a_project().values())
    elif isinstance(page, BlogPostPage):
        # Of every purpose: it may have been changed after the page was begun.
        questions = [prompt.question for purpose in Purpose.values for prompt in prompts_for(purpose)]
    else:
        return ""
    text = page.plain_text()
    standing = next((question for question in questions if question in text), None)
    if standing is None:
        return ""
    return _("A starting question still stands in the text: “%(question)s” Answer it or take it out, then submit.") % {
        "question": standing
    }


def _blocks(prompt: Prompt) -> list[tuple[str, Any]]:
    return [("heading", {"text": prompt.heading, "level": "2"}), ("text", f"<p>{prompt.question}</p>")]
