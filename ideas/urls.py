"""The addresses of ideas. In Dutch, because people read and share them."""

from django.urls import path

from ideas.views import about, desk, own, public, submit

app_name = "ideas"

urlpatterns = [
    path("", public.home, name="home"),
    path("ideeen/", public.ideas, name="ideas"),
    path("ideeen/nieuw/", submit.new_idea, name="new"),
    path("ideeen/nieuw/bewaren/", submit.autosave, name="autosave"),
    path("ideeen/nieuw/code/", submit.ConfirmAndSubmit.as_view(), name="confirm"),
    path("ideeen/nieuw/foto/<uuid:key>/", submit.concept_photo, name="concept_photo"),
    path("ideeen/<str:reference>/", public.idea, name="idea"),
    path("ideeen/<str:reference>/foto/", public.photo, name="photo"),
    path("ideeen/<str:reference>/steun/", own.support, name="support"),
    path("ideeen/<str:reference>/volgen/", own.follow, name="follow"),
    path("ideeen/<str:reference>/<slug:verb>/", own.move, name="move"),
    path("doorverwijzing/<str:token>/", public.referral, name="referral"),
    path("programmas/", public.programmes, name="programmes"),
    path("programmas/<slug:slug>/", public.programme, name="programme"),
    path("mijn-inbreng/", own.mine, name="mine"),
    path("werkplek/", desk.queue, name="desk"),
    path("werkplek/<str:reference>/", desk.idea, name="desk_idea"),
    path("werkplek/<str:reference>/zichtbaarheid/", desk.visibility, name="desk_visibility"),
    path("werkplek/<str:reference>/<slug:verb>/", desk.move, name="desk_move"),
    path("hoe-het-werkt/", about.how_it_works, name="how_it_works"),
    path("toegankelijkheid/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("bronnen/", about.sources, name="sources"),
]
