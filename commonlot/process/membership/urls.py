"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import (
    agencies,
    agreements,
    files,
    people,
    service_requests,
    services,
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
    path("company/", vendors.company, name="company"),
    path("services/", services.directory, name="services"),
    path("services/new/", services.write, name="write_service"),
    path("services/<int:pk>/", services.service, name="service"),
    path("services/<int:pk>/edit/", services.change, name="change_service"),
    path("services/<int:pk>/publish/", services.publish, name="publish_service"),
    path("services/<int:pk>/unpublish/", services.unpublish, name="unpublish_service"),
    path("services/<int:pk>/ask/", service_requests.ask, name="ask_service"),
    path("service-requests/", service_requests.index, name="service_requests"),
    path("service-requests/<int:pk>/", service_requests.show, name="service_request"),
    path("service-requests/<int:pk>/answer/", service_requests.answer, name="answer_service_request"),
    path("service-requests/<int:pk>/withdraw/", service_requests.withdraw, name="withdraw_service_request"),
    path("files/", files.index, name="member_files"),
    path("files/template/<slug:kind>.<slug:ending>", files.template, name="member_template"),
    path("files/<int:pk>/", files.show, name="member_file"),
    path("files/<int:pk>/take-in/", files.start, name="start_member_import"),
]
