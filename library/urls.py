"""Addresses of everything stored."""

from django.urls import include, path

from . import views

_ours = (
    [
        path("pictures/<slug:key>/<slug:size>.webp", views.picture, name="picture"),
        path("media/<path:path>", views.stored_file, name="stored"),
    ],
    "library",
)

urlpatterns = [
    path("", include(_ours)),
    # Wagtail reverses this name, without a namespace, wherever it links to a document.
    path("documents/<int:document_id>/<path:key_and_name>", views.document, name="wagtaildocs_serve"),
]
