from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "commonlot.process.requirements"
    label = "requirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for uploaded files of needs, and tell membership which agencies it knows and what its calls are."""
        from commonlot.process.membership import audiences
        from commonlot.process.requirements.access import may_read_file
        from commonlot.process.requirements.queries import calls
        from commonlot.records.documents.access import let_read

        let_read(may_read_file)
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
