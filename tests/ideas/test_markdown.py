"""What people write cannot hurt, whatever it holds."""

import pytest
from bs4 import BeautifulSoup

from ideas.markdown import TAGS, render

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Twee\nregels", "<p>Twee<br>\nregels</p>\n"),
        ("**dik** en *schuin*", "<p><strong>dik</strong> en <em>schuin</em></p>\n"),
        ("> citaat", "<blockquote>\n<p>citaat</p>\n</blockquote>\n"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>\n"),
        ("[tekst](https://a.nl/b)", f'<p><a href="https://a.nl/b" {REL}>tekst</a></p>\n'),
        ("Zie https://a.nl/b?c=1.", f'<p>Zie <a href="https://a.nl/b?c=1" {REL}>https://a.nl/b?c=1</a>.</p>\n'),
        ("(https://a.nl)", f'<p>(<a href="https://a.nl" {REL}>https://a.nl</a>)</p>\n'),
        ("# kop", "<p># kop</p>\n"),
        ("kop\n===", "<p>kop<br>\n===</p>\n"),
        ("---", "<p>---</p>\n"),
        ("2026. Dat was het", "<ol>\n<li>Dat was het</li>\n</ol>\n"),
    ],
)
def test_what_people_may_use(text, html):
    assert render(text) == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![plaatje](https://a.nl/x.png)",
    "![plaatje][1]\n\n[1]: https://a.nl/x.png",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](//evil.example)",
    "<javascript:alert(1)>",
    "[x](https://a.nl 'onmouseover=alert(1)')",
    '[x](https://a.nl" onclick="alert(1))',
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<iframe src=https://a.nl></iframe>",
    "<svg/onload=alert(1)>",
    "`<b onclick=x>`",
    "    <b onclick=x>",
    "```html\n<script>1</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "https://a.nl/<script>alert(1)</script>",
    'https://a.nl/"onmouseover="alert(1)',
    "*" * 5000,
    ">" * 5000,
    "[" * 5000,
    "- " * 2000,
    "(" * 3000 + "https://a.nl" + ")" * 3000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_but_harmless_markup_comes_out(text):
    page = BeautifulSoup(render(text), "html.parser")
    assert {tag.name for tag in page.find_all()} <= TAGS
    for tag in page.find_all():
        assert set(tag.attrs) <= ({"href", "rel"} if tag.name == "a" else set())
        if tag.name == "a" and "href" in tag.attrs:
            assert tag["href"].startswith(("https://", "http://"))
            assert tag["rel"] == ["nofollow", "ugc", "noopener"]
