"""The membership app."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Stage 1: who takes part."""

    name = "commonlot.process.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for the certificates and the signed agreements, and say whose the agencies and seats are."""
        from commonlot.process.membership import access
        from commonlot.process.membership.models import Agency, Agreement, ApprovalBackup
        from commonlot.records.access.models import Organisation, Seat
        from commonlot.records.audit.concerning import let_concern
        from commonlot.records.documents.access import let_read

        let_read(access.may_read_document)
        let_concern("People and approval rules", (Organisation, Seat, ApprovalBackup), access.own_people)
        let_concern("Agency and agreement", (Agency, Agreement), access.own_agency)
