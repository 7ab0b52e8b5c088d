"""The addresses of challenges. In Dutch, because people read and share them."""

from challenges.urls import desk, jury, organisations, public, responses

app_name = "challenges"

urlpatterns = [
    *public.urlpatterns,
    *organisations.urlpatterns,
    *responses.urlpatterns,
    *jury.urlpatterns,
    *desk.urlpatterns,
]
