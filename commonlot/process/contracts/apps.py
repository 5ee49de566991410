from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "commonlot.process.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may read the memos, and from which contracts orders can be placed on behalf."""
        from commonlot.process.contracts import access
        from commonlot.process.contracts.queries import contracts_to_delegate
        from commonlot.process.membership.queries import offer_contracts
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
        offer_contracts(contracts_to_delegate)
