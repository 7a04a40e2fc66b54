"""Addresses below /people/."""

from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("", views.index, name="index"),
    path("faces/<str:name>", views.face, name="face"),
    path("<str:username>/", views.profile, name="profile"),
    path("<str:username>/work/", views.work, name="work"),
    path("<str:username>/deactivate/", views.deactivate, name="deactivate"),
    path("<str:username>/anonymise/", views.anonymise, name="anonymise"),
    path("<str:username>/reactivate/", views.reactivate, name="reactivate"),
]
