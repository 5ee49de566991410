"""The addresses of ordering."""

from django.urls import path

from commonlot.process.ordering import views

app_name = "ordering"

urlpatterns = [
    path("", views.index, name="index"),
    path("basket/", views.basket, name="basket"),
    path("basket/add/", views.add, name="add"),
    path("basket/lines/<int:line_id>/", views.change_line, name="change_line"),
    path("<int:order_id>/", views.detail, name="detail"),
    path("<int:order_id>/take-over/", views.take_over, name="take_over"),
    path("<int:order_id>/approve/", views.decide, {"what": "approve"}, name="approve"),
    path("<int:order_id>/acknowledge/", views.decide, {"what": "acknowledge"}, name="acknowledge"),
    path("<int:order_id>/close/", views.decide, {"what": "close"}, name="close"),
    path("<int:order_id>/return/", views.give_reason, {"what": "return"}, name="return"),
    path("<int:order_id>/cancel/", views.give_reason, {"what": "cancel"}, name="cancel"),
    path("<int:order_id>/receive/", views.receive, name="receive"),
]
