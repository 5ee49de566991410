"""Addresses of the rules."""

from django.urls import path

from commonlot.records.legal import views

app_name = "legal"
urlpatterns = [path("", views.rules, name="rules")]
