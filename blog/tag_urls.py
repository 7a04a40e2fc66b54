from django.urls import path

from .views import tag_page

app_name = "tags"
urlpatterns = [path("<str:slug>/", tag_page, name="tag")]
