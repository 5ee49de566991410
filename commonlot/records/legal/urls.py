"""Addresses of the rules."""

from django.urls import path

from commonlot.records.legal import views

app_name = "legal"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("changes/<int:pk>/approve/", views.approve, name="approve"),
    path("changes/<int:pk>/decline/", views.decline, name="decline"),
    path("changes/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("shipped/", views.shipped, name="shipped"),
    path("shipped/<str:pack>/<str:code>/", views.propose_shipped, name="propose_shipped"),
    path("versions/<int:version>/propose/", views.propose, name="propose"),
    path("<str:pack>/<str:code>/", views.rule, name="rule"),
]
