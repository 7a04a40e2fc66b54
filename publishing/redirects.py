"""Old addresses lead on, but only for those who may see where."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.access import can_view
from core.prepared import Prepared

# Asked at every address that nothing answers to, and hardly ever answered: which site this is comes after.
_leading_on = Prepared(lambda path: Redirect.objects.filter(old_path=path).order_by().values_list("pk")[:1])


class VisibleRedirectMiddleware(RedirectMiddleware):
    """A 404 becomes a redirect when an old slug is known and the reader may see the page it belongs to now."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = Redirect.normalise_path(request.path, decode_unicode=False)
        if not any(_leading_on(spelling) for spelling in dict.fromkeys([uri_to_iri(path), path])):
            return response
        redirect = get_redirect(request, path)
        if redirect is None or redirect.redirect_page_id is None:
            return response
        page = redirect.redirect_page.specific
        if not page.live or not can_view(request.user, page):
            return response
        return HttpResponsePermanentRedirect(page.url)
