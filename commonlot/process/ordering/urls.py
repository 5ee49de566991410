"""The addresses of ordering."""

from django.urls import path

from commonlot.process.ordering.views import leaving, orders

app_name = "ordering"

urlpatterns = [
    path("", orders.index, name="index"),
    path("basket/", orders.basket, name="basket"),
    path("basket/add/", orders.add, name="add"),
    path("basket/lines/<int:line_id>/", orders.change_line, name="change_line"),
    path("people/<int:seat_id>/leaving/", leaving.leaving, name="leaving"),
    path("<int:order_id>/", orders.detail, name="detail"),
    path("<int:order_id>/take-over/", orders.take_over, name="take_over"),
    path("<int:order_id>/approve/", orders.decide, {"what": "approve"}, name="approve"),
    path("<int:order_id>/acknowledge/", orders.decide, {"what": "acknowledge"}, name="acknowledge"),
    path("<int:order_id>/close/", orders.decide, {"what": "close"}, name="close"),
    path("<int:order_id>/return/", orders.give_reason, {"what": "return"}, name="return"),
    path("<int:order_id>/cancel/", orders.give_reason, {"what": "cancel"}, name="cancel"),
    path("<int:order_id>/receive/", orders.receive, name="receive"),
]
