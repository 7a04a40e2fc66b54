"""Addresses of threads. None of the comment package's own is mounted."""

from django.urls import path

from . import views

app_name = "conversations"

urlpatterns = [
    path("talk/on/<int:page_id>/", views.post, name="post"),
    path("talk/<int:pk>/", views.comment, name="comment"),
    path("talk/<int:pk>/more/", views.more, name="more"),
    path("talk/<int:pk>/reply/", views.reply, name="reply"),
    path("talk/<int:pk>/approve/", views.moderate, {"act": "approve"}, name="approve"),
    path("talk/<int:pk>/hide/", views.moderate, {"act": "hide"}, name="hide"),
    path("talk/<int:pk>/restore/", views.moderate, {"act": "restore"}, name="restore"),
    path("talk/on/<int:page_id>/preview/", views.preview, name="preview"),
    path("talk/on/<int:page_id>/mentions/", views.suggestions, name="mentions"),
    path("talk/<int:pk>/edit/", views.edit, name="edit"),
    path("talk/<int:pk>/delete/", views.delete, name="delete"),
    path("talk/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("talk/<int:pk>/history/", views.history, name="history"),
    path("talk/<int:pk>/keep/", views.moderate, {"act": "keep"}, name="keep"),
    path("talk/<int:pk>/flag/", views.flag, name="flag"),
    path("talk/<int:pk>/unflag/", views.unflag, name="unflag"),
    path("talk/<int:pk>/lock/", views.moderate, {"act": "lock"}, name="lock"),
    path("talk/<int:pk>/unlock/", views.moderate, {"act": "unlock"}, name="unlock"),
    path("talk/<int:pk>/move/", views.move, name="move"),
    path("talk/<int:pk>/ban/", views.moderate, {"act": "ban"}, name="ban"),
    path("talk/<int:pk>/record/", views.record, name="record"),
    path("talk/on/<int:page_id>/settings/", views.page_settings, name="page_settings"),
    path("teams/<slug:slug>/settings/talk/", views.team_talk, name="team_talk"),
    path("talk/<int:pk>/react/<str:kind>/", views.react, name="react"),
    path("talk/<int:pk>/reactions/", views.reactions, name="reactions"),
    path("talk/<int:pk>/accept/", views.accept, name="accept"),
    path("talk/<int:pk>/outcome/", views.rest_outcome, name="rest_outcome"),
    path("talk/on/<int:page_id>/seen/", views.seen, name="seen"),
    path("talk/on/<int:page_id>/outcome/", views.outcome, name="outcome"),
    path("talk/on/<int:page_id>/outcome/take-back/", views.take_back, name="take_back"),
    path("moderation/", views.moderation, name="moderation"),
    path("moderation/undo/<int:pk>/", views.undo, name="undo"),
]
