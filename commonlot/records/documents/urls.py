"""Addresses of kept files."""

from django.urls import path

from commonlot.records.documents import views

app_name = "documents"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
