from django.urls import path

from . import views

app_name = "planning"
urlpatterns = [
    path("", views.month, name="month"),
    path("coming/", views.coming, name="coming"),
    path("address/", views.address, name="address"),
    path("address/revoke/", views.revoke, name="revoke"),
    path("<str:secret>.ics", views.feed, name="feed"),
]
