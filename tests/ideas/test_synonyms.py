"""The administrator keeps words that mean the same."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ideas.models import Synonyms
from tests.doors import sign_in


def test_an_administrator_adds_and_changes_them(client, administrator):
    sign_in(client, administrator)
    Synonyms.objects.all().delete()
    assert (
        client.post(
            reverse("admin:ideas_synonyms_add"), {"words": "bankje, zitplek ,Bankje, plek om te zitten"}
        ).status_code
        == 302
    )
    kept = Synonyms.objects.get()
    assert kept.words == ["Bankje", "zitplek", "plek om te zitten"]
    assert client.get(reverse("admin:ideas_synonyms_changelist") + "?q=zitplek").context["cl"].result_count == 1
    client.post(reverse("admin:ideas_synonyms_change", args=[kept.pk]), {"words": "bankje,stoel"})
    assert Synonyms.objects.get().words == ["bankje", "stoel"]


@pytest.mark.parametrize(
    "words", [["bankje"], ["bankje", "BANKJE"], ["", " "], [], [f"woord{letter}" for letter in "abcdefghijklmnopqrstu"]]
)
def test_one_word_or_too_many_are_no_group(words):
    with pytest.raises(ValidationError) as refused:
        Synonyms(words=words).clean()
    assert refused.value.message_dict == {"words": ["Schrijf twee tot twintig verschillende woorden op."]}
