"""Addresses of what people take along."""

from django.urls import path

from . import views

app_name = "exports"

urlpatterns = [
    path("teams/<slug:slug>/export/", views.team, name="team"),
    path("accounts/export/", views.own, name="own"),
    path("people/<str:username>/export/", views.person, name="person"),
    path("exports/<slug:key>.zip", views.download, name="download"),
]
