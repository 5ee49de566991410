"""Addresses of the pages that belong to no stage."""

from django.urls import path

from commonlot.web import views
from commonlot.web.calendar import private
from commonlot.web.calendar import views as calendar

app_name = "web"
urlpatterns = [
    path("", views.show_home, name="home"),
    path("calendar/", calendar.show_calendar, name="calendar"),
    path("calendar/subscribe/", calendar.show_subscribe, name="subscribe_calendar"),
    path("calendar/dates.ics", calendar.calendar_ics, name="calendar_ics"),
    path("calendar/dates.atom", calendar.calendar_atom, name="calendar_atom"),
    path("calendar/dates/<slug:kind>-<int:pk>.ics", calendar.one_date, name="calendar_date"),
    path("calendar/mine/", private.show, name="my_calendar"),
    path("calendar/mine/new-address/", private.make_address, name="make_calendar_address"),
    path("calendar/mine/off/", private.end_address, name="end_calendar_address"),
    path("calendar/mine/<str:token>.ics", private.my_dates, name="my_dates"),
    path("to-do/", views.show_todo, name="todo"),
    path("how-it-works/", views.show_how, name="how"),
    path("accessibility/", views.show_accessibility, name="accessibility"),
    path("components/", views.show_components, name="components"),
]
