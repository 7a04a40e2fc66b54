from django.urls import path

from . import views

app_name = "insights"
urlpatterns = [
    path("approvals/", views.trail, name="trail"),
    path("approvals/times/", views.times, name="times"),
    path("approvals/export.csv", views.export_csv, name="export_csv"),
    path("approvals/export.xlsx", views.export_xlsx, name="export_xlsx"),
]
