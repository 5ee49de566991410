"""Addresses of the outbox."""

from django.urls import path

from commonlot.records.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.index, name="index"),
    path("mailings/<int:pk>/", views.mailing, name="mailing"),
    path("<int:pk>/again/", views.send_again, name="send_again"),
]
