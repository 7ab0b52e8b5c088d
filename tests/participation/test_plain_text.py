"""What people type, without what nobody sees."""

from participation.plain_text import tidy


def test_what_nobody_sees_is_taken_out():
    assert tidy(" a\u202eb\u2066c\u200bd\x00e\r\n\r\n\r\n\r\nf\ufeff ") == "abcde\n\nf"


def test_joiners_of_persian_and_of_families_stay():
    assert tidy("می\u200cروم 👨\u200d👩\u200d👧") == "می\u200cروم 👨\u200d👩\u200d👧"
