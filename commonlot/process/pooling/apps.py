from django.apps import AppConfig


class PoolingConfig(AppConfig):
    name = "commonlot.process.pooling"
    label = "pooling"
    default_auto_field = "django.db.models.BigAutoField"
