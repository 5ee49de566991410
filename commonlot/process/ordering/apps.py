from django.apps import AppConfig


class OrderingConfig(AppConfig):
    name = "commonlot.process.ordering"
    label = "ordering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let those who see an order read its purchase order."""
        from commonlot.process.ordering import access
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
