"""What search registers with Wagtail: a way to what is looked for in vain."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_tend_search


class SearchItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_tend_search(request.user)


# Communications see neither the reports of the CMS nor its settings, so both doors stand in its main menu.
@hooks.register("register_admin_menu_item")
def searches_in_vain() -> MenuItem:
    return SearchItem(_("Searches in vain"), reverse("search:report"), name="searches", icon_name="search", order=910)


@hooks.register("register_admin_menu_item")
def promoted_results() -> MenuItem:
    return SearchItem(
        _("Promoted results"),
        reverse("wagtailsearchpromotions:index"),
        name="promoted-results",
        icon_name="pick",
        order=920,
    )
