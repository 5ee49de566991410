"""Every address of the site: home, records, sign-in, then the stages in the order of the process."""

from django.conf import settings
from django.urls import include, path

from commonlot.process import STAGES
from commonlot.records.notices.bounces import views as reports

urlpatterns = [
    path("", include("commonlot.web.urls")),
    path("", include("commonlot.records.access.urls")),
    path("work/", include("commonlot.records.jobs.urls")),
    path("documents/", include("commonlot.records.documents.urls")),
    path("rules/", include("commonlot.records.legal.urls")),
    *reports.addresses(settings.COMMONLOT_MAIL_PROVIDER),
    path("mail/", include("commonlot.records.notices.urls")),
    path("account/", include("allauth.urls")),
    *(path(stage.path, include(f"commonlot.process.{stage.key}.urls")) for stage in STAGES),
]
