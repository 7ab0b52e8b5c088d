"""What axe-core finds on the page that is open, and whether it scrolls sideways."""

from django.conf import settings

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360, 320)

#: What may differ with the letters alone, on a page that was looked at whole in both of its layouts.
OF_SIZE = ["target-size", "scrollable-region-focusable"]

LOOK = """async ([levels, rules]) => {
  const runOnly = rules ? {type: "rule", values: rules} : {type: "tag", values: levels};
  // There is nothing to fetch first: no sound, no style sheet of elsewhere.
  const {violations} = await axe.run(document, {runOnly, resultTypes: ["violations"], elementRef: false, preload: false});
  const found = violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(
    node => node.target + " " + (node.failureSummary || "").replace(/\\s+/g, " ")).join("; "));
  const page = document.documentElement, extra = page.scrollWidth - page.clientWidth;
  if (extra <= 0) return found;
  const out = [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > page.clientWidth + 1
    && !one.closest(".sr-only"));
  return [...found, extra + " pixels too wide: " + out.slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(" | ")];
}"""


def barriers(page, rules=None):
    """What is in somebody's way on the page as it is, by all rules or by some."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(LOOK, [LEVELS, rules])


def check(page, name, widths=WIDTHS):
    """The same at each width."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{name} at {width}: {barrier}" for barrier in barriers(page)]
    return found
