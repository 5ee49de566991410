"""Addresses of pools and needs."""

from django.urls import path

from commonlot.process.requirements.views import answers, files, parts, pools, sites, survey, templates

app_name = "requirements"
urlpatterns = [
    path("", pools.index, name="pools"),
    path("plan/", pools.plan, name="plan"),
    path("pools/<int:pk>/", pools.show, name="pool"),
    path("pools/<int:pk>/invite/", pools.invite, name="invite"),
    path("pools/<int:pk>/deadline/", pools.move_deadline, name="deadline"),
    path("pools/<int:pk>/open/", pools.open_pool, name="open"),
    path("pools/<int:pk>/write/", pools.write_to_invited, name="write_to_invited"),
    path("pools/<int:pk>/board/", answers.board, name="board"),
    path("pools/<int:pk>/remind/", answers.remind, name="remind"),
    path("pools/<int:pk>/start-pooling/", pools.start_pooling, name="start_pooling"),
    path("pools/<int:pk>/reopen/", pools.reopen, name="reopen_pool"),
    path("pools/<int:pk>/cancel/", pools.cancel, name="cancel"),
    path("pools/<int:pk>/questions/", pools.questions, name="questions"),
    path("lines/<int:pk>/answer/", pools.answer, name="answer"),
    path("pools/<int:pk>/upload/", files.upload, name="upload"),
    path("imports/<int:pk>/", files.show, name="import"),
    path("imports/<int:pk>/start/", files.start, name="start_import"),
    path("needs/<int:pk>/", survey.show, name="survey"),
    path("needs/<int:pk>/row/", survey.save_row, name="save_row"),
    path("needs/<int:pk>/check/", survey.check, name="check"),
    path("needs/<int:pk>/template/", templates.template, name="template"),
    path("needs/<int:pk>/join/", parts.join, name="join"),
    path("needs/<int:pk>/decline/", parts.decline, name="decline"),
    path("needs/<int:pk>/reopen/", parts.reopen, name="reopen"),
    path("needs/<int:pk>/accept/", parts.accept, name="accept"),
    path("needs/<int:pk>/return/", parts.give_back, name="return"),
    path("needs/<int:pk>/last-year/", survey.start_from_last_year, name="start_from_last_year"),
    path("needs/<int:pk>/history/", survey.history, name="history"),
    path("needs/<int:pk>/call/", answers.write_down, name="write_down"),
    path("answers/<int:pk>/", answers.spoken_answer, name="spoken_answer"),
    path("lines/<int:pk>/proof/remove/", survey.detach_proof, name="detach_proof"),
    path("sites/", sites.index, name="sites"),
    path("sites/named/", sites.add_named, name="add_named_sites"),
    path("sites/<int:pk>/", sites.rename, name="rename_site"),
]
