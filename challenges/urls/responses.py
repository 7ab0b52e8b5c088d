"""What the makers of a response do with it."""

from django.urls import path

from challenges.views import response_more, responses, uploads, writing

urlpatterns = [
    path("uitdagingen/<slug:slug>/meedoen/", responses.start, name="start_response"),
    path("inzendingen/", responses.responses, name="responses"),
    path("inzendingen/partners/<int:pk>/", response_more.partner, name="response_partner"),
    path("inzendingen/<str:reference>/", writing.response, name="response"),
    path("inzendingen/<str:reference>/bewaren/", writing.autosave, name="response_autosave"),
    path("inzendingen/<str:reference>/intrekken/", responses.withdraw, name="response_withdraw"),
    path("inzendingen/<str:reference>/partners/", response_more.partners, name="response_partners"),
    path("inzendingen/<str:reference>/versies/", response_more.versions, name="response_versions"),
    path("inzendingen/<str:reference>/versies/<int:edition>/", response_more.version, name="response_version"),
    path("inzendingen/<str:reference>/ontvangst/", response_more.receipt, name="receipt"),
    path(
        "inzendingen/<str:reference>/ontvangst/<int:phase>-<int:number>.json",
        response_more.receipt_file,
        name="receipt_file",
    ),
    path("inzendingen/<str:reference>/bestanden/<uuid:key>/", uploads.announce, name="response_upload"),
    path("inzendingen/<str:reference>/bestand/<uuid:key>/", uploads.download, name="response_file"),
    path("inzendingen/<str:reference>/bestand/<uuid:key>/deel/", uploads.piece, name="response_piece"),
]
