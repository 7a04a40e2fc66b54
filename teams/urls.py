"""Addresses below /teams/. The list of teams and each team's own page are pages of the tree; see teams.apps."""

from django.urls import path

from . import views

app_name = "teams"

urlpatterns = [
    path("new/", views.new, name="new"),
    path("new/<int:pk>/", views.asked, name="asked"),
    path("<slug:slug>/work/", views.work, name="work"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/members/add/", views.add, name="add_member"),
    path("<slug:slug>/members/<str:username>/", views.member, name="member"),
    path("<slug:slug>/requests/<int:pk>/", views.decide_request, name="decide_request"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/join/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/settings/", views.settings, name="settings"),
    path("<slug:slug>/settings/visibility/", views.visibility, name="visibility"),
    path("<slug:slug>/settings/rename/", views.rename, name="rename"),
    path("<slug:slug>/settings/archive/", views.archive, name="archive"),
    path("<slug:slug>/settings/delete/", views.delete, name="delete"),
]
