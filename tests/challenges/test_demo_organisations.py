"""The organisations of the demonstration: of every kind, made once, and nobody is mailed of them."""

import pytest

from challenges.demo import organisations
from ideas.models import Consultation
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.actions.joining import let_in
from participation.models import Membership, MembershipRequest, Organisation, OrganisationKind, OrganisationRole, User

pytestmark = pytest.mark.django_db


def test_one_of_every_kind_with_members_of_every_role_once(owner, idea):
    assert [organisations.load(owner) for _twice in range(2)] == [6, 0]
    made = Organisation.objects.all()
    assert {its.kind for its in made} == set(OrganisationKind)
    assert {its.verified_at is not None for its in made} == {True, False}
    roles = Membership.objects.values_list("organisation", "role")
    assert set(roles) == {(its.pk, role) for its in made for role in OrganisationRole}
    assert not [its.name for its in made if "verzonnen" not in its.name]
    members = User.objects.filter(memberships__isnull=False)
    assert not [one.email for one in members if not one.email.endswith(".example.org")]
    asked = Consultation.objects.get()
    assert (asked.idea, asked.published_at is not None) == (idea, True)
    knocks = MembershipRequest.objects.get()
    assert (knocks.organisation, knocks.person.email) == (asked.organisation, "lezer@bijenclub.example.org")
    fan_out_waiting()
    assert not Delivery.objects.exclude(event__kind__in=["idea.submitted", "idea.routed"]).exists()


def test_without_ideas_nobody_is_asked(owner):
    assert (organisations.load(owner), Consultation.objects.count()) == (6, 0)


def test_who_was_let_in_does_not_ask_again(owner):
    organisations.load(owner)
    asked = MembershipRequest.objects.get()
    let_in(asked, OrganisationRole.READER, actor=asked.organisation.owners().get().user)
    assert (organisations.load(owner), MembershipRequest.objects.count()) == (0, 0)
