from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "commonlot.process.requirements"
    label = "requirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for files of needs, say whose needs are, and tell membership of its agencies, calls and pools."""
        from commonlot.process.membership import audiences
        from commonlot.process.membership.queries import offer_pools
        from commonlot.process.requirements.access import may_read_file, own_needs
        from commonlot.process.requirements.models import (
            DeliverySite,
            ImportBatch,
            Participation,
            RequirementLine,
        )
        from commonlot.process.requirements.queries import calls, pools_to_delegate
        from commonlot.records.audit.concerning import let_concern
        from commonlot.records.documents.access import let_read

        let_read(may_read_file)
        let_concern("Needs", (Participation, RequirementLine, ImportBatch, DeliverySite), own_needs)
        offer_pools(pools_to_delegate)
        audiences.know_group(
            audiences.Group("requirements.took_part", "Took part in a pool before", calls.took_part_before)
        )
        audiences.know_group(
            audiences.Group(
                "requirements.not_answered", "Owes an answer to an open pool", calls.has_not_answered
            )
        )
        audiences.know_occasion(
            audiences.Occasion(
                calls.POOL,
                title=calls.title_of_pool,
                page=calls.page_of_pool,
                agencies=calls.invited_to,
                path=calls.survey_of,
                why_over=calls.why_over,
                parts=calls.PARTS,
            )
        )
