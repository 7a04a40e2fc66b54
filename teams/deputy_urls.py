"""Addresses below /accounts/deputies/."""

from django.urls import path

from .views import deputies as views

app_name = "deputies"

urlpatterns = [
    path("", views.own, name="own"),
    path("<int:pk>/end/", views.end, name="end"),
    path("of/<str:username>/", views.of_colleague, name="of_colleague"),
]
