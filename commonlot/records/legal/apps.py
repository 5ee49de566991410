"""The app of the law."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """Dated rules, and the answers they give."""

    name = "commonlot.records.legal"
    label = "legal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for counsel's letters."""
        from commonlot.records.documents.access import let_read
        from commonlot.records.legal import access

        let_read(access.may_read_document)
