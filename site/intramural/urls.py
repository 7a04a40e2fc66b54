"""Every address of the house. Plain views come first; the page tree answers for the rest."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as cms_urls

from notifications.views import choices
from operations.views import healthz
from publishing.serve import go, serve

to_the_one_door = RedirectView.as_view(url=settings.LOGIN_URL, query_string=True)
to_password_reset = RedirectView.as_view(url="/accounts/password_reset/")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/login/", to_the_one_door, name="cms_sign_in"),
    path("admin/password_reset/", to_password_reset),
    path("admin/", include(cms_urls)),
    path("_util/login/", to_the_one_door, name="wagtailcore_login"),
    path("accounts/notifications/", choices, name="notification_choices"),
    path("accounts/deputies/", include("teams.deputy_urls")),
    path("", include("exports.urls")),
    path("accounts/", include("people.account_urls")),
    path("people/", include("people.urls")),
    path("inbox/", include("notifications.urls")),
    path("approvals/", include("approvals.urls")),
    path("", include("conversations.urls")),
    path("search/", include("search.urls")),
    path("reports/", include("insights.urls")),
    path("calendar/", include("planning.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("tags/", include("blog.tag_urls")),
    path("go/<int:pk>/", go, name="go"),
    path("teams/", include("teams.urls")),
    path("", include("library.urls")),
    path("", include("home.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
