"""Addresses below /accounts/."""

from django.urls import path

from . import account_views as views

app_name = "accounts"

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("settings/", views.own_settings, name="settings"),
    path("password/", views.ChangePassword.as_view(), name="password_change"),
    path("password_reset/", views.ask_for_reset, name="password_reset"),
    path("password_reset/asked/", views.reset_asked, name="password_reset_done"),
    path("reset/<uidb64>/<token>/", views.ConfirmReset.as_view(), name="password_reset_confirm"),
]
