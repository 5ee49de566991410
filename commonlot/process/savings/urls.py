"""The addresses of savings."""

from django.urls import path

from commonlot.process.savings import views

app_name = "savings"

urlpatterns = [
    path("", views.public, name="public"),
    path("savings.csv", views.recompute, name="csv"),
    path("method/", views.method, name="method"),
]
