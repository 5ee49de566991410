"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import (
    agencies,
    agreements,
    assistance,
    delegations,
    hours,
    people,
    vendors,
)

app_name = "membership"
urlpatterns = [
    path("", agencies.directory, name="directory"),
    path("agency/", agencies.own_agency, name="agency"),
    path("agencies/enrol/", agencies.enrol, name="enrol"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/agreement/", agreements.start, name="start_agreement"),
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
    path("help/", assistance.index, name="help"),
    path("help/ask/", assistance.ask, name="ask_for_help"),
    path("help/<int:pk>/", assistance.show, name="help_request"),
    path("help/<int:pk>/paper/", assistance.add_paper, name="add_help_paper"),
    path("help/<int:pk>/take/", assistance.take, name="take_help"),
    path("help/<int:pk>/assign/", assistance.assign, name="assign_help"),
    path("help/<int:pk>/decline/", assistance.decline, name="decline_help"),
    path("help/<int:pk>/withdraw/", assistance.withdraw, name="withdraw_help"),
    path("help/<int:pk>/done/", assistance.finish, name="finish_help"),
    path("help/<int:pk>/propose/", delegations.propose, name="propose_delegation"),
    path("help/<int:pk>/hours/", hours.log, name="log_hours"),
    path("delegations/<int:pk>/", delegations.show, name="delegation"),
    path("delegations/<int:pk>/grant/", delegations.grant, name="grant_delegation"),
    path("delegations/<int:pk>/refuse/", delegations.refuse, name="refuse_delegation"),
    path("delegations/<int:pk>/take-back/", delegations.take_back, name="take_back_proposal"),
    path("delegations/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("hours/", hours.index, name="hours"),
    path("hours.csv", hours.as_csv, name="hours_csv"),
    path("hours/<int:pk>/take-back/", hours.take_back, name="take_back_hours"),
    path("company/", vendors.company, name="company"),
]
