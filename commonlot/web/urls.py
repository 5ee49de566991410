"""Addresses of the pages that belong to no stage."""

from django.urls import path

from commonlot.web import views

app_name = "web"
urlpatterns = [
    path("", views.show_home, name="home"),
    path("calendar/", views.show_calendar, name="calendar"),
    path("to-do/", views.show_todo, name="todo"),
    path("how-it-works/", views.show_how, name="how"),
    path("accessibility/", views.show_accessibility, name="accessibility"),
    path("components/", views.show_components, name="components"),
]
