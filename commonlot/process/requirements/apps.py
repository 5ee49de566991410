from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "commonlot.process.requirements"
    label = "requirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for uploaded files of needs."""
        from commonlot.process.requirements.access import may_read_file
        from commonlot.records.documents.access import let_read

        let_read(may_read_file)
