"""The membership app."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Stage 1: who takes part."""

    name = "commonlot.process.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for the certificates and the signed agreements."""
        from commonlot.process.membership import access
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
