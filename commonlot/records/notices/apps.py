from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "commonlot.records.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what the mail service tells of bounces."""
        from commonlot.records.notices.bounces import views as reports

        reports.listen()
