"""What every page knows of the inbox."""

from django.contrib.auth.models import AnonymousUser

from notifications.context import inbox


def test_the_number_of_new_messages_is_asked_only_when_it_is_shown(rf, news, neighbour, django_assert_num_queries):
    news(2)
    request = rf.get("/")
    request.user = neighbour
    with django_assert_num_queries(0):
        seen = inbox(request)["inbox"]
    with django_assert_num_queries(1):
        assert (seen.unread, seen.unread) == (2, 2)
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert inbox(request)["inbox"].unread == 0
