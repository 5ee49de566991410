"""Addresses of awards."""

from django.urls import path

from commonlot.process.award import views

app_name = "award"
urlpatterns = [
    path("", views.index, name="index"),
    path("tabulation/<int:pk>/", views.tabulation, name="tabulation"),
    path("tabulation/<int:pk>/recommend/", views.recommend, name="recommend"),
    path("tabulation/<int:pk>/reject-all/", views.reject_all, name="reject_all"),
    path("tabulation/<int:pk>/tabulation.csv", views.download_csv, name="csv"),
    path("tabulation/<int:pk>/tabulation.xlsx", views.download_xlsx, name="xlsx"),
    path("bid/<int:pk>/", views.rule_on_bid, name="rule_on_bid"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/post-intent/", views.post_intent, name="post_intent"),
    path("<int:pk>/approve/", views.approve, name="approve"),
]
