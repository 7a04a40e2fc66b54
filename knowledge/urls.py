from django.urls import path

from . import views

app_name = "knowledge"
urlpatterns = [
    path("<int:page_id>/status/", views.status, name="status"),
    path("<int:page_id>/answer/", views.answer, name="answer"),
    path("<int:page_id>/lineage/", views.lineage, name="lineage"),
    path("credit/", views.credit, name="credit"),
    path("topics/<int:pk>/", views.topic, name="topic"),
    path("by-mail/<str:token>/", views.by_mail, name="by_mail"),
]
