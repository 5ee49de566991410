"""Addresses of the bidding stage."""

from django.urls import path

from commonlot.process.bidding.views import desk, public, reading

app_name = "bidding"
urlpatterns = [
    path("", public.show_index, name="index"),
    path("receive/", desk.receive, name="receive"),
    path("<int:pk>/", public.show_opening, name="opening"),
    path("<int:pk>/fragment/", public.show_fragment, name="fragment"),
    path("<int:pk>/envelopes/", desk.envelopes, name="envelopes"),
    path("<int:pk>/open/", desk.open_bids, name="open"),
    path("<int:pk>/finish/", desk.finish, name="finish"),
    path("<int:pk>/upload/", reading.upload, name="upload"),
    path("envelopes/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("envelopes/<int:pk>/leave/", desk.leave_unopened, name="leave"),
    path("envelopes/<int:pk>/type/", reading.type_bid, name="type"),
    path("bids/<int:pk>/check/", reading.check, name="check"),
    path("bids/<int:pk>/return/", reading.return_to_typing, name="return"),
]
