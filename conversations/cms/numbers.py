"""The numbers of moderation, for those who moderate the teams they are about."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import WMABaseView

from ..moderating import numbers
from ..moderators import moderates, teams_moderated_by

STRETCHES = (30, 90)


class NumbersView(WMABaseView):
    http_method_names = ["get", "head"]
    template_name = "conversations/queue_numbers.html"
    page_title = _("How moderation goes")

    def check_action_permitted(self, user: Any) -> bool:
        if not moderates(user):
            raise Http404
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        teams = list(teams_moderated_by(self.request.user).by_name())
        days = 90 if self.request.GET.get("days") == "90" else 30
        found = [each for each in numbers.of_teams(teams, days) if each.open_cases or each.decided or each.hidden]
        return super().get_context_data(  # type: ignore[no-any-return]  # the package is not annotated
            numbers=found, days=days, stretches=STRETCHES, **kwargs
        )
