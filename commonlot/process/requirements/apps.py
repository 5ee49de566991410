from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    name = "commonlot.process.requirements"
    label = "requirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Vouch for uploaded files of needs, and say for which pools needs can be stated on behalf."""
        from commonlot.process.membership.queries import offer_pools
        from commonlot.process.requirements.access import may_read_file
        from commonlot.process.requirements.queries import pools_to_delegate
        from commonlot.records.documents.access import let_read

        let_read(may_read_file)
        offer_pools(pools_to_delegate)
