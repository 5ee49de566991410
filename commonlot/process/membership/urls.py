"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import agencies, agreements, approvals, history, people, vendors

app_name = "membership"
urlpatterns = [
    path("", agencies.directory, name="directory"),
    path("agency/", agencies.own_agency, name="agency"),
    path("agencies/enrol/", agencies.enrol, name="enrol"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/agreement/", agreements.start, name="start_agreement"),
    path("agencies/<int:pk>/approvals/", approvals.approvals, name="approvals"),
    path("agencies/<int:pk>/approvals/limits/", approvals.limits, name="approval_limits"),
    path("agencies/<int:pk>/approvals/two/", approvals.two_approvals, name="two_approvals"),
    path("agencies/<int:pk>/approvals/backups/", approvals.name_backup, name="name_backup"),
    path("backups/<int:pk>/end/", approvals.end_backup, name="end_backup"),
    path("agencies/<int:pk>/history/", history.history, name="history"),
    path("agencies/<int:pk>/history.csv", history.history_csv, name="history_csv"),
    path("agreements/<int:pk>/board/", agreements.lay_before_board, name="lay_before_board"),
    path("agreements/<int:pk>/vote/", agreements.vote, name="vote"),
    path("agreements/<int:pk>/copy/", agreements.signed_copy, name="signed_copy"),
    path("agreements/<int:pk>/end/", agreements.end, name="end_agreement"),
    path("organisations/<int:pk>/invite/", people.invite, name="invite"),
    path("organisations/<int:pk>/invite-several/", people.invite_several, name="invite_several"),
    path("seats/<int:pk>/", people.roles, name="roles"),
    path("seats/<int:pk>/end/", people.end_seat, name="end_seat"),
    path("seats/<int:pk>/invitation/", people.send_invitation, name="send_invitation"),
    path("seats/<int:pk>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/register/", vendors.register, name="register_vendor"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/certificates/", vendors.add_certificate, name="add_certificate"),
    path("company/", vendors.company, name="company"),
]
