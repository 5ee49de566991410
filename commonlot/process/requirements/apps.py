from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "commonlot.process.requirements"
    label = "requirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for uploaded files of needs, and say whose the needs are."""
        from commonlot.process.requirements.access import may_read_file, own_needs
        from commonlot.process.requirements.models import (
            DeliverySite,
            ImportBatch,
            Participation,
            RequirementLine,
        )
        from commonlot.records.audit.concerning import let_concern
        from commonlot.records.documents.access import let_read

        let_read(may_read_file)
        let_concern("Needs", (Participation, RequirementLine, ImportBatch, DeliverySite), own_needs)
