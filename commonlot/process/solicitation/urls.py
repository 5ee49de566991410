"""Addresses of the solicitation stage."""

from django.urls import path

from commonlot.process.solicitation.views import desk, public

app_name = "solicitation"
urlpatterns = [
    path("", public.show_index, name="index"),
    path("new/", desk.draft, name="draft"),
    path("from-pool/<int:pk>/", desk.draft_from_pool, name="draft_from_pool"),
    path("lines/<int:pk>/remove/", desk.remove_line, name="remove_line"),
    path("<int:pk>/", public.show_detail, name="detail"),
    path("<int:pk>/lines.csv", public.download, {"kind": "csv"}, name="lines_csv"),
    path("<int:pk>/lines.xlsx", public.download, {"kind": "xlsx"}, name="lines_xlsx"),
    path("<int:pk>/bid-document.pdf", public.download, {"kind": "pdf"}, name="document"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/lines/", desk.save_lines, name="save_lines"),
    path("<int:pk>/lots/", desk.add_lot, name="add_lot"),
    path("<int:pk>/upload/", desk.upload, name="upload"),
    path("<int:pk>/review/", desk.send_for_review, name="send_for_review"),
    path("<int:pk>/send-back/", desk.send_back, name="send_back"),
    path("<int:pk>/publish/", desk.publish, name="publish"),
    path("<int:pk>/cancel/", desk.cancel, name="cancel"),
]
