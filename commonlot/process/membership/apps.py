"""The membership app."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Stage 1: who takes part."""

    name = "commonlot.process.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for the certificates and the signed agreements, and for who may still get list mail."""
        from commonlot.process.membership import access, actions, queries
        from commonlot.records.documents.access import let_read
        from commonlot.records.notices import lists

        let_read(access.may_read_document)
        lists.ask_before_writing(queries.why_not_write)
        lists.tell_of_bounces(actions.mail_came_back)
