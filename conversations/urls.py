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
    path("talk/<int:pk>/react/<str:kind>/", views.react, name="react"),
    path("talk/<int:pk>/reactions/", views.reactions, name="reactions"),
    path("talk/<int:pk>/accept/", views.accept, name="accept"),
    path("talk/<int:pk>/outcome/", views.rest_outcome, name="rest_outcome"),
    path("talk/on/<int:page_id>/seen/", views.seen, name="seen"),
    path("talk/on/<int:page_id>/outcome/", views.outcome, name="outcome"),
    path("talk/on/<int:page_id>/outcome/take-back/", views.take_back, name="take_back"),
    path("moderation/", views.moderation, name="moderation"),
]
