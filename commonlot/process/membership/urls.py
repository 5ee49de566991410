"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import (
    agencies,
    agreements,
    companies,
    papers,
    people,
    registrations,
    twins,
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
    path("vendors/found.csv", vendors.vendors_csv, name="vendors_csv"),
    path("vendors/sell/", registrations.sell, name="sell"),
    path("vendors/join/", registrations.join, name="join_as_vendor"),
    path("vendors/join/sent/", registrations.sent, name="join_as_vendor_sent"),
    path("vendors/join/<str:token>/", registrations.prove, name="prove_registration"),
    path("vendors/register/", vendors.register, name="register_vendor"),
    path("vendors/papers/", papers.demands, name="paper_demands"),
    path("vendors/twins/<int:pk>/", twins.twin, name="twin"),
    path("vendors/twins/<int:pk>/same/", twins.same, name="fold_vendor"),
    path("vendors/twins/<int:pk>/different/", twins.different, name="tell_apart"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/check/", vendors.check, name="check_vendor"),
    path("vendors/<int:pk>/facts/", companies.facts, name="vendor_facts"),
    path("vendors/<int:pk>/contacts/", companies.contact, name="add_contact"),
    path("vendors/<int:pk>/contacts/<int:contact>/", companies.contact, name="change_contact"),
    path("vendors/<int:pk>/contacts/<int:contact>/drop/", companies.drop_contact, name="drop_contact"),
    path("vendors/<int:pk>/certificates/", papers.add_certificate, name="add_certificate"),
    path("vendors/<int:pk>/certifications/", papers.add_certification, name="add_certification"),
    path("vendors/<int:pk>/certify/<slug:kind>/", papers.certify, name="certify"),
    path("company/", vendors.company, name="company"),
]
