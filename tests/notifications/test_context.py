"""What every page knows of the inbox."""

from django.contrib.auth.models import AnonymousUser

from notifications.context import inbox
from notifications.models import MailTrouble


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


def test_whether_mail_comes_back_is_asked_along_with_it(rf, neighbour, resident, django_assert_num_queries):
    MailTrouble.objects.create(address=neighbour.email, kind="hard", is_blocked=True)
    MailTrouble.objects.create(address=resident.email, kind="soft", times=2)
    for person, expected in ((neighbour, True), (resident, False)):
        request = rf.get("/")
        request.user = person
        with django_assert_num_queries(1):
            seen = inbox(request)["inbox"]
            assert (seen.unread, seen.is_blocked) == (0, expected)
