"""Addresses of a person's own account and seats."""

from django.urls import path

from commonlot.records.access import views

app_name = "access"
urlpatterns = [
    path("my-account/", views.account, name="account"),
    path("my-account/seat/", views.switch_seat, name="switch_seat"),
]
