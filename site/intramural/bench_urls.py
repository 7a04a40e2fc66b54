"""The site's addresses, and the floor that pages are measured beside."""

from django.urls import path

from operations.bench.floor import floor

from .urls import urlpatterns as site

urlpatterns = [path("bench/floor/<int:size>/", floor), *site]
