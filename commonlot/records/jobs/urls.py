"""Addresses of long work."""

from django.urls import path

from commonlot.records.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.work, name="work"),
]
