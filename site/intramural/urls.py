"""Every address of the house."""

from django.urls import include, path
from wagtail.admin import urls as cms_urls

urlpatterns = [
    path("admin/", include(cms_urls)),
]
