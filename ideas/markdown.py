"""Safe Markdown: what people write becomes paragraphs, lists, quotes, emphasis and links, and nothing else."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LINK_REL = "nofollow ugc noopener"
TAGS = {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a", "code", "pre"}
# Headings would break the outline of our page, and pictures could be anything.
UNWANTED = ["image", "heading", "lheading", "html_block", "html_inline", "hr", "reference", "entity"]
# An address as people type it. What closes a sentence or a bracket is not a part of it.
BARE_LINK = re.compile(r"(?<!\]\()(?<![<\[\w/\"'=])https?://[^\s<>()\[\]`*]+[^\s<>()\[\]`*.,;:!?'\"]")

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(UNWANTED)


@lru_cache(maxsize=1000)
def render(text: str) -> SafeString:
    """Give `text` as HTML that cannot hurt: two sieves, of which the second does not trust the first."""
    html = _parser.render(BARE_LINK.sub(r"<\g<0>>", text))
    return mark_safe(
        nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, attribute_filter=_only_addresses, link_rel=LINK_REL)
    )


def _only_addresses(_tag: str, name: str, value: str) -> str | None:
    """Keep where a link leads when it says plainly that it is a website, and what nh3 itself adds."""
    return value if name == "rel" or (name == "href" and value.startswith(("https://", "http://"))) else None
