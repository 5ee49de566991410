from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from commonlot.process.requirements.queries.counting import CountyWords


class PoolingConfig(AppConfig):
    name = "commonlot.process.pooling"
    label = "pooling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the survey read lines with the words that the county's buyers taught."""
        from commonlot.process.requirements.queries import county_words

        county_words.read_with_words_of(_words_of)


def _words_of(lead_agency_id: int) -> "CountyWords":
    # The engine takes a moment to load, and most commands never read a line.
    from commonlot.process.pooling.queries.learnt import county_words

    return county_words(lead_agency_id)
