"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import (
    agencies,
    agreements,
    applications,
    facts,
    joining,
    people,
    vendors,
)

app_name = "membership"
urlpatterns = [
    path("", agencies.directory, name="directory"),
    path("join/", joining.join, name="join"),
    path("join/apply/", joining.apply_to_join, name="apply"),
    path("join/models/<str:paper>.pdf", joining.model_paper, name="model_paper"),
    path("join/<str:token>/", joining.application, name="application"),
    path("join/<str:token>/confirm/", joining.confirm_application, name="confirm_application"),
    path("join/<str:token>/withdraw/", joining.withdraw_application, name="withdraw_application"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.verify, name="verify"),
    path("applications/<int:pk>/accept/", applications.accept, name="accept_application"),
    path("applications/<int:pk>/decline/", applications.decline, name="decline_application"),
    path("agency/", agencies.own_agency, name="agency"),
    path("agencies/enrol/", agencies.enrol, name="enrol"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/agreement/", agreements.start, name="start_agreement"),
    path("agencies/<int:pk>/facts/", facts.facts, name="facts"),
    path("agreements/<int:pk>/renew/", agreements.renew, name="renew_agreement"),
    path("agreements/<int:pk>/term/", agreements.term, name="term"),
    path("agreements/<int:pk>/papers/<str:paper>.pdf", agreements.paper, name="agreement_paper"),
    path("agreements/<int:pk>/board/", agreements.lay_before_board, name="lay_before_board"),
    path("agreements/<int:pk>/vote/", agreements.vote, name="vote"),
    path("agreements/<int:pk>/copy/", agreements.signed_copy, name="signed_copy"),
    path("agreements/<int:pk>/end/", agreements.end, name="end_agreement"),
    path("organisations/<int:pk>/invite/", people.invite, name="invite"),
    path("seats/<int:pk>/", people.roles, name="roles"),
    path("seats/<int:pk>/end/", people.end_seat, name="end_seat"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/register/", vendors.register, name="register_vendor"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/certificates/", vendors.add_certificate, name="add_certificate"),
    path("company/", vendors.company, name="company"),
]
