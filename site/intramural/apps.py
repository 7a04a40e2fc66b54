from django.apps import AppConfig


class IntramuralConfig(AppConfig):
    name = "intramural"
