from django.apps import AppConfig


class SavingsConfig(AppConfig):
    name = "commonlot.process.savings"
    label = "savings"
    default_auto_field = "django.db.models.BigAutoField"
