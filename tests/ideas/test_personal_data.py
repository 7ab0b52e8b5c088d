"""What says how to reach or find a person is found, and years, amounts, places and numbers of ideas are not."""

import pytest

from ideas.personal_data import personal_data_in

EMAIL, PHONE, BSN, HOME = "email", "phone", "bsn", "home"

HITS = [
    ("Mail mij op jan.de.vries@example.org.", [(EMAIL, "jan.de.vries@example.org")]),
    ("jan+park@mail.example.co.uk of niet", [(EMAIL, "jan+park@mail.example.co.uk")]),
    ("Bel 06-12345678!", [(PHONE, "06-12345678")]),
    ("Bel 06 12 34 56 78", [(PHONE, "06 12 34 56 78")]),
    ("0612345678", [(PHONE, "0612345678")]),
    ("Bel +31 6 12345678.", [(PHONE, "+31 6 12345678")]),
    ("0031 79 346 80 00", [(PHONE, "0031 79 346 80 00")]),
    ("(079) 346 80 00", [(PHONE, "(079) 346 80 00")]),
    ("079-3468000", [(PHONE, "079-3468000")]),
    ("+31 (0)6 12345678", [(PHONE, "+31 (0)6 12345678")]),
    ("Mijn nummer is 111222333.", [(BSN, "111222333")]),
    ("BSN: 1234.56.782", [(BSN, "1234.56.782")]),
    ("123 456 782", [(BSN, "123 456 782")]),
    ("Dorpsstraat 12, 2712 AB Zoetermeer", [(HOME, "Dorpsstraat 12, 2712 AB")]),
    ("Laan van de Vrede 3a 2712AB", [(HOME, "Laan van de Vrede 3a 2712AB")]),
    ("2712 AB, nummer 14", [(HOME, "2712 AB, nummer 14")]),
    ("Ik woon aan de Dorpsstraat 12.", [(HOME, "woon aan de Dorpsstraat 12")]),
    ("Mevrouw Bakker van de Kerkweg 7 is ziek.", [(HOME, "Mevrouw Bakker van de Kerkweg 7")]),
    (
        "Bel 06-12345678 of mail a@example.org, en nog eens 06-12345678.",
        [(PHONE, "06-12345678"), (EMAIL, "a@example.org")],
    ),
]
NO_HITS = [
    "",
    "In 2019-2020 en in 2026 was het te warm.",
    "Dit lijkt op idee 2026-00042 en op 2026-1234567.",
    "Op 06-12-2026 om 10:30 uur.",
    "Het kost € 123.456.782 of 123.456.782 euro.",
    "1.000.000 mensen, 12,5 procent, 100000 bomen.",
    "Bij Dorpsstraat 12 ligt de stoep los.",
    "Het plein voor Kerkweg 7 en Markt 1 is kaal.",
    "Bel 112, 14 079, 0800-1234 of 0900 8844.",
    "De gemeente: 088 123 45 67.",
    "123456789 is geen burgerservicenummer.",
    "000000000",
    "Rekening 12345678901234567890",
    "Ik woon in Zoetermeer. Het gaat om de Dorpsstraat.",
    "2712 AB is een mooie buurt.",
    "De 2024 SS was een schip.",
    "Kijk op example.org/a@b of bij @gemeente.",
    "Bus 170 en 121 rijden elke 15 minuten, van 06:00 tot 23:45.",
    "1234567890123",
]


@pytest.mark.parametrize(("text", "expected"), HITS)
def test_what_is_found(text, expected):
    assert [(found.kind.value, found.text) for found in personal_data_in(text)] == expected


@pytest.mark.parametrize("text", NO_HITS)
def test_what_is_left_alone(text):
    assert personal_data_in(text) == []


@pytest.mark.parametrize("piece", ["0", "1 ", "a@", "Straat ", "woon A", "06-", "A 1 ", "(0"])
def test_a_huge_text_of_nothing_has_nothing(piece):
    assert personal_data_in(piece * 20_000) == []
