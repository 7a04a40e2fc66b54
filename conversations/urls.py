"""Addresses of threads. None of the comment package's own is mounted."""

from django.urls import path

from . import views

app_name = "conversations"

urlpatterns = [
    path("talk/on/<int:page_id>/", views.post, name="post"),
    path("talk/<int:pk>/", views.comment, name="comment"),
    path("talk/<int:pk>/more/", views.more, name="more"),
    path("talk/<int:pk>/reply/", views.reply, name="reply"),
    path("talk/<int:pk>/approve/", views.approve, name="approve"),
    path("talk/<int:pk>/hide/", views.hide, name="hide"),
    path("talk/<int:pk>/restore/", views.restore, name="restore"),
    path("talk/on/<int:page_id>/preview/", views.preview, name="preview"),
    path("talk/on/<int:page_id>/mentions/", views.suggestions, name="mentions"),
    path("talk/<int:pk>/edit/", views.edit, name="edit"),
    path("talk/<int:pk>/delete/", views.delete, name="delete"),
    path("talk/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("talk/<int:pk>/history/", views.history, name="history"),
    path("moderation/", views.moderation, name="moderation"),
]
