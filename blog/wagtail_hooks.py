"""What posts and write-ups register with Wagtail."""

from wagtail import hooks

from .viewsets import BlogPostViewSet, WriteUpViewSet


@hooks.register("register_admin_viewset")
def page_viewsets() -> list[object]:
    return [BlogPostViewSet(), WriteUpViewSet()]
