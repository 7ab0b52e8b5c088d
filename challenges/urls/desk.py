"""What who runs a challenge does with it."""

from django.urls import path

from challenges.views import desk, desk_approval, desk_editing, desk_form, desk_news, desk_opening, desk_responses

ALL, ONE = "werkplek/uitdagingen/", "werkplek/uitdagingen/<slug:slug>/"
PHASE = f"{ONE}rondes/<int:number>/"

urlpatterns = [
    path(ALL, desk.challenges, name="desk_challenges"),
    path(f"{ALL}nieuw/", desk.new, name="desk_new"),
    path(ONE, desk.challenge, name="desk_challenge"),
    path(f"{ONE}stap/<slug:verb>/", desk.move, name="desk_move"),
    path(f"{ONE}teksten/", desk_editing.words, name="desk_words"),
    path(f"{ONE}documenten/", desk_editing.documents, name="desk_documents"),
    path(f"{ONE}ideeen/", desk_editing.ideas, name="desk_ideas"),
    path(f"{ONE}rondes/nieuw/", desk_editing.new_phase, name="desk_new_phase"),
    path(PHASE, desk_editing.phase, name="desk_phase"),
    path(f"{PHASE}weg/", desk_editing.drop_phase, name="desk_drop_phase"),
    path(f"{PHASE}criteria/", desk_form.criteria, name="desk_criteria"),
    path(f"{PHASE}vragen/nieuw/", desk_form.new_field, name="desk_new_field"),
    path(f"{PHASE}vragen/<int:pk>/", desk_form.field, name="desk_field"),
    path(f"{PHASE}vragen/<int:pk>/plaats/", desk_form.place, name="desk_place"),
    path(f"{ONE}akkoord/", desk_approval.approval, name="desk_approval"),
    path(f"{ONE}bericht/", desk_news.notice, name="desk_notice"),
    path(f"{ONE}verlengen/", desk_news.more_time, name="desk_extend"),
    path(f"{ONE}vragen/<int:pk>/", desk_news.question, name="desk_question"),
    path(f"{ONE}wie-opent/", desk_news.opener, name="desk_opener"),
    path(f"{ONE}openen/", desk_opening.opening, name="opening"),
    path(f"{ONE}inzendingen/", desk_responses.desk_responses, name="desk_responses"),
    path(f"{ONE}inzendingen.zip", desk_responses.desk_export, name="desk_export"),
    path("werkplek/inzendingen/<str:reference>/", desk_responses.desk_response, name="desk_response"),
    path("werkplek/inzendingen/<str:reference>/bestand/<uuid:key>/", desk_responses.desk_file, name="desk_file"),
]
