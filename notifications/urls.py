from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("<int:pk>/open/", views.open_one, name="open"),
    path("following/", views.following, name="following"),
    path("follow/<slug:kind>/<int:number>/", views.take_stance, name="take_stance"),
    path("mute/<str:token>/", views.mute_by_mail, name="mute_by_mail"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
