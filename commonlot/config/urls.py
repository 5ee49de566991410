"""Every address of the site: home, records, sign-in, then the stages in the order of the process."""

import logging
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from commonlot.process import STAGES


def _part(address: str, module: str) -> list[URLPattern | URLResolver]:
    """Return the addresses of one part of the house, or none while it has no urls module."""
    try:
        return [path(address, include(module))] if find_spec(module) else []
    except ImportError as gap:  # a part that is being built does not close the others
        logging.getLogger(__name__).error("%s is left out: %s", module, gap)
        return []


urlpatterns = [
    *_part("", "commonlot.web.urls"),
    *_part("", "commonlot.records.access.urls"),
    *_part("work/", "commonlot.records.jobs.urls"),
    *_part("documents/", "commonlot.records.documents.urls"),
    *_part("rules/", "commonlot.records.legal.urls"),
    *_part("mail/", "commonlot.records.notices.urls"),
    path("account/", include("allauth.urls")),
]
for stage in STAGES:
    urlpatterns += _part(stage.path, f"commonlot.process.{stage.key}.urls")
