"""The addresses of savings."""

from django.urls import path

from commonlot.process.savings.views import joining, ledger

app_name = "savings"

urlpatterns = [
    path("", ledger.public, name="public"),
    path("savings.csv", ledger.recompute, name="csv"),
    path("method/", ledger.method, name="method"),
    path("pools/<int:pool_id>/join/", joining.show, name="should_we_join"),
]
