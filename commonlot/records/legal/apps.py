from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "commonlot.records.legal"
    label = "legal"
    default_auto_field = "django.db.models.BigAutoField"
