from django.apps import AppConfig


class OrderingConfig(AppConfig):
    name = "commonlot.process.ordering"
    label = "ordering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let those who see an order read its purchase order, and say whose the orders are."""
        from commonlot.process.ordering import access
        from commonlot.process.ordering.models import Order
        from commonlot.records.audit.concerning import let_concern
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
        let_concern("Orders", (Order,), access.own_orders)
