"""The site with the addresses at which mail services tell of bounces, each for a service of its own."""

from commonlot.config.urls import urlpatterns as _of_the_site
from commonlot.records.notices.bounces import views as reports

SERVICES = ("postmark", "mailgun", "sparkpost", "brevo", "mandrill")
urlpatterns = [*(each for name in SERVICES for each in reports.addresses(name)), *_of_the_site]
