from django.apps import AppConfig


class SolicitationConfig(AppConfig):
    name = "commonlot.process.solicitation"
    label = "solicitation"
    default_auto_field = "django.db.models.BigAutoField"
