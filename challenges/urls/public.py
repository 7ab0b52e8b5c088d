"""What everybody may read of challenges, and their questions."""

from django.urls import path

from challenges.views import hashes, notices, public, questions

urlpatterns = [
    path("uitdagingen/", public.challenges, name="challenges"),
    path("uitdagingen/atom/", public.atom, name="atom"),
    path("uitdagingen/rss/", public.rss, name="rss"),
    path("uitdagingen/berichten/", notices.notices, name="notices"),
    path("uitdagingen/<slug:slug>/", public.challenge, name="challenge"),
    path("uitdagingen/<slug:slug>.ics", public.calendar, name="calendar"),
    path("uitdagingen/<slug:slug>/documenten/<int:pk>/", public.document, name="document"),
    path("uitdagingen/<slug:slug>/volgen/", questions.follow, name="follow"),
    path("uitdagingen/<slug:slug>/vragen/", questions.questions, name="questions"),
    path("uitdagingen/<slug:slug>/vragen.pdf", questions.questions_pdf, name="questions_pdf"),
    path("uitdagingen/<slug:slug>/vragen.txt", questions.questions_txt, name="questions_txt"),
    path("uitdagingen/<slug:slug>/vragen/stellen/", questions.ask, name="ask"),
    path("uitdagingen/<slug:slug>/controlelijst-<int:number>.json", hashes.hash_file, name="hash_file"),
]
