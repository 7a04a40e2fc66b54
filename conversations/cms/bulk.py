"""Deciding about several cases at once: each is asked about and recorded like a single one."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from .. import moderating
from ..models import Comment
from ..moderators import moderates
from ..reading.thread import number_in
from ..refusals import Refused, Stale
from ..writing import words
from .acts import READY_REASONS

AT_ONCE = 100
ACTS = (
    ("approve", gettext_lazy("Approve")),
    ("keep", gettext_lazy("Keep")),
    ("restore", gettext_lazy("Show again")),
    ("hide", gettext_lazy("Hide")),
)


class BulkForm(forms.Form):
    """What to do with the chosen ones. Hiding needs a reason, which each author receives."""

    act = forms.ChoiceField(choices=ACTS)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Each author receives it."),
        required=False,
        max_length=words.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("act") == "hide":
            given["reason"] = self._reason(given)
        return given

    def _reason(self, given: dict[str, Any]) -> str:
        try:
            return words.cleaned_reason(given.get("reason", ""))
        except forms.ValidationError as error:
            self.add_error("reason", error)
            return ""


@dataclass
class Outcome:
    """What became of the chosen ones: how many are decided, which say something else than was read, and why the others
    were not."""

    done: int = 0
    changed: list[Comment] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


class BulkView(WMABaseView):
    """There is no GET: the list is where comments are chosen."""

    http_method_names = ["post"]
    template_name = "conversations/queue_bulk.html"
    page_title = gettext_lazy("Hide several comments")

    def check_action_permitted(self, user: Any) -> bool:
        if not moderates(user):
            raise Http404
        return True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self._chosen(request)
        form = BulkForm(request.POST)
        if not rows:
            messages.warning(request, _("Choose some comments first."))
            return redirect(self.done_address())
        if not form.is_valid():
            if "act" in form.errors:
                raise Http404
            seen = [(row, self._seen(row)) for row in rows]
            context = self.get_context_data(form=form, rows=seen, ready_reasons=READY_REASONS)
            return self.render_to_response(context, status=422)
        self._tell(self._decide(form, rows))
        return redirect(self.done_address())

    def _chosen(self, request: HttpRequest) -> list[Comment]:
        """The chosen rows that this person may decide about; numbers that are none of theirs were never there."""
        numbers = [number_in(each) for each in request.POST.getlist("pk")[:AT_ONCE]]
        rows = self.model_admin.rows_for(request.user).select_related(*self.model_admin.list_select_related)
        return list(rows.filter(pk__in=numbers).order_by("pk"))

    def _decide(self, form: BulkForm, rows: list[Comment]) -> Outcome:
        act = getattr(moderating, form.cleaned_data["act"])
        given = {"reason": form.cleaned_data["reason"]} if form.cleaned_data["act"] != "approve" else {}
        outcome = Outcome()
        for row in rows:
            try:
                record = act(by=self.request.user, comment=row, seen=self._seen(row), **given)
            except PermissionDenied:
                outcome.others[_("You may not decide about this one any more.")] += 1
            except Stale:
                outcome.changed.append(row)
            except Refused as refusal:
                outcome.others[str(refusal)] += 1
            else:
                if record is not None:
                    outcome.done += 1
                else:
                    outcome.others[moderating.last_word(row)] += 1
        return outcome

    def _seen(self, row: Comment) -> str:
        return self.request.POST.get(f"seen-{row.pk}", "")

    def _tell(self, outcome: Outcome) -> None:
        done = outcome.done
        if done:
            said = ngettext("%(done)s is decided.", "%(done)s are decided.", done) % {"done": done}
            messages.success(self.request, said)
        if outcome.changed:
            messages.warning(self.request, _changed_words(outcome.changed))
        for sentence, count in outcome.others.items():
            said = ngettext("%(count)s was not: %(why)s", "%(count)s were not: %(why)s", count)
            messages.warning(self.request, said % {"count": count, "why": sentence})

    def done_address(self) -> str:
        query = self.model_admin.known_parameters(self.request).urlencode()
        return f"{self.index_url}?{query}" if query else str(self.index_url)


def _changed_words(rows: list[Comment]) -> SafeString:
    """Which ones say something else than was read, each with the way to it."""
    said = ngettext(
        "%(count)s has other words than you read, and is not decided:",
        "%(count)s have other words than you read, and are not decided:",
        len(rows),
    ) % {"count": len(rows)}
    links = format_html_join(
        ", ", '<a href="{}">{}, “{}”</a>', ((row.get_absolute_url(), row.author_name, row.page.title) for row in rows)
    )
    return format_html("{} {}", said, links)
