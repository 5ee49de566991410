"""Addresses of the pooling stage."""

from django.urls import path

from commonlot.process.pooling.views import (
    decisions,
    desk,
    learning,
    links,
    questions,
    regrouping,
    sheet,
    short_pool,
    words,
)

app_name = "pooling"
urlpatterns = [
    path("", desk.index, name="index"),
    path("<int:pool_id>/", desk.show, name="desk"),
    path("<int:pool_id>/groups/<int:match_id>/", desk.show, name="group"),
    path("<int:pool_id>/list/", desk.groups, name="groups"),
    path("<int:pool_id>/sort/", decisions.run, name="run"),
    path("<int:pool_id>/confirm-all/", decisions.confirm_all, name="confirm_all"),
    path("<int:pool_id>/undo/", decisions.undo, name="undo"),
    path("<int:pool_id>/freeze/", decisions.freeze, name="freeze"),
    path("groups/<int:match_id>/confirm/", decisions.confirm, name="confirm"),
    path("groups/<int:match_id>/reject/", decisions.reject, name="reject"),
    path("groups/<int:match_id>/reopen/", decisions.reopen, name="reopen"),
    path("groups/<int:match_id>/name/", decisions.rename, name="rename"),
    path("groups/<int:match_id>/together/", regrouping.together, name="together"),
    path("groups/<int:match_id>/split/", regrouping.split, name="split"),
    path("groups/<int:match_id>/merge/", regrouping.merge, name="merge"),
    path("groups/<int:match_id>/move/", regrouping.move, name="move"),
    path("groups/<int:match_id>/ask/", questions.ask, name="ask"),
    path("groups/<int:match_id>/answer/", questions.answer, name="answer"),
    path("lines/<int:match_line_id>/take-out/", decisions.take_out, name="take_out"),
    path("lines/<int:match_line_id>/put-back/", decisions.put_back, name="put_back"),
    path("answer/<str:token>/", links.answer_by_link, name="answer_by_link"),
    path("<int:pool_id>/questions/", questions.mine, name="questions"),
    path("<int:pool_id>/sheet/", sheet.show, name="sheet"),
    path("<int:pool_id>/sheet/files/<str:kind>/", sheet.prepare, name="prepare_sheet"),
    path("<int:pool_id>/sheet.<str:kind>", sheet.download, name="sheet_file"),
    path("sheet/lines/<int:line_id>/pack/", sheet.choose_pack, name="choose_pack"),
    path("<int:pool_id>/short-pool/", short_pool.show, name="short_pool"),
    path("short-pool/<int:pk>/close/", short_pool.close, name="close_short_pool"),
    path("short-pool/lines/<int:pk>/add/", short_pool.add, name="add_to_fill"),
    path("words/", words.index, name="words"),
    path("words/add/<str:kind>/", words.add, name="word_add"),
    path("words/<int:word_id>/", words.show, name="word"),
    path("words/<int:word_id>/take-back/", words.take_back, name="word_take_back"),
    path("learning/", learning.show, name="learning"),
    path("learning/score/", learning.score, name="score"),
]
