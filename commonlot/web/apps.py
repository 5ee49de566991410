from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "commonlot.web"
    label = "web"
