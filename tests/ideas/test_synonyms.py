"""Words that mean the same. Administrators keep them: `test_views_desk_kept_words`."""

import pytest
from django.core.exceptions import ValidationError

from ideas.models import Synonyms


@pytest.mark.parametrize(
    "words", [["bankje"], ["bankje", "BANKJE"], ["", " "], [], [f"woord{letter}" for letter in "abcdefghijklmnopqrstu"]]
)
def test_one_word_or_too_many_are_no_group(words):
    with pytest.raises(ValidationError) as refused:
        Synonyms(words=words).clean()
    assert refused.value.message_dict == {"words": ["Schrijf twee tot twintig verschillende woorden op."]}
