"""The addresses of challenges. In Dutch, because people read and share them."""

from challenges.urls import decision, desk, jury, organisations, public, responses

app_name = "challenges"

urlpatterns = [
    *jury.urlpatterns,
    *decision.urlpatterns,
    *public.urlpatterns,
    *organisations.urlpatterns,
    *responses.urlpatterns,
    *desk.urlpatterns,
]
