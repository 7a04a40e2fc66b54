"""The CMS's views of posts and write-ups, where they differ from Wagtail's."""

from django.http import HttpRequest, HttpResponse

from approvals.cms.screens import ArticleCreateView, ArticleViewSet
from publishing.models import Authorship

from .models import BlogPostPage, WriteUpPage
from .starting_points import start


class StartedPageView(ArticleCreateView):
    """A new page starts with its purpose's questions and with its writer in the byline."""

    def get(self, request: HttpRequest) -> HttpResponse:
        start(self.page, request.GET.get("purpose", ""))
        self.page.authorships.add(Authorship(person=request.user, sort_order=0))
        return super().get(request)


class BlogPostViewSet(ArticleViewSet):
    model = BlogPostPage
    add_view_class = StartedPageView


class WriteUpViewSet(ArticleViewSet):
    model = WriteUpPage
    add_view_class = StartedPageView
