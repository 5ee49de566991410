from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "commonlot.process.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may read the memos."""
        from commonlot.process.contracts import access
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
