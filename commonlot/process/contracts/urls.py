"""Addresses of contracts."""

from django.urls import path

from commonlot.process.contracts import views

app_name = "contracts"
urlpatterns = [
    path("", views.search, name="search"),
    path("enter/", views.enter, name="enter"),
    path("of-award/<int:pk>/", views.of_award, name="of_award"),
    path("of-award/<int:pk>/make/", views.make, name="make"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/adopt/", views.adopt, name="adopt"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/prices.csv", views.download_prices, name="prices_csv"),
]
