"""Addresses of membership."""

from django.urls import path

from commonlot.process.membership.views import (
    agencies,
    agreements,
    people,
    preferences,
    subscribe,
    subscribers,
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
    path("list/", subscribe.subscribe, name="subscribe"),
    path("list/asked/", subscribe.asked, name="subscribe_asked"),
    path("list/confirm/<str:token>/", preferences.confirm, name="confirm_subscription"),
    path("list/mine/<str:token>/", preferences.preferences, name="preferences"),
    path("list/mine/<str:token>/forget/", preferences.forget, name="forget_subscription"),
    path("list/end/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("list/subscribers/", subscribers.subscribers, name="subscribers"),
    path("list/subscribers/add/", subscribers.add, name="add_subscriber"),
    path("list/subscribers/download/", subscribers.download, name="download_subscribers"),
    path("list/subscribers/<int:pk>/", subscribers.subscriber, name="subscriber"),
    path("list/subscribers/<int:pk>/again/", subscribers.send_again, name="send_confirmation_again"),
    path("list/subscribers/<int:pk>/end/", subscribers.end, name="end_subscription"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/register/", vendors.register, name="register_vendor"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/certificates/", vendors.add_certificate, name="add_certificate"),
    path("company/", vendors.company, name="company"),
]
