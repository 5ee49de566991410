"""The membership app."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Stage 1: who takes part."""

    name = "commonlot.process.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for papers, say whose records are, hold list mail back, and hear what became of campaigns."""
        from commonlot.process.membership import access, actions, queries
        from commonlot.process.membership.models import Agency, Agreement, ApprovalBackup
        from commonlot.records.access.models import Organisation, Seat
        from commonlot.records.audit.concerning import let_concern
        from commonlot.records.documents.access import let_read
        from commonlot.records.notices import kinds, lists

        let_read(access.may_read_document)
        lists.ask_before_writing(queries.why_not_write)
        lists.tell_of_bounces(actions.mail_came_back)
        campaign = kinds.Kind(on_end=actions.mailing_ended, on_stop=actions.mailing_stopped)
        kinds.know(actions.CAUSE, campaign)
        let_concern("People and approval rules", (Organisation, Seat, ApprovalBackup), access.own_people)
        let_concern("Agency and agreement", (Agency, Agreement), access.own_agency)
