"""What names and points in a file mean here: the themes and areas of the municipality, read once a run."""

from ideas.folding import fold
from participation.areas import AreaFinder
from participation.models import Area, AreaKind, Theme


class Lookups:
    """Themes and areas by name, whatever the case and the accents; areas by point too."""

    def __init__(self, theme_names: dict[str, str] | None = None) -> None:
        """`theme_names` says what a theme of the file is called here."""
        self._aliases = {fold(there): here for there, here in (theme_names or {}).items()}
        self._themes: dict[str, Theme] = {}
        self.add_themes(list(Theme.objects.with_ideas()))
        self._areas: dict[str, Area] = {}
        # A district goes before a neighbourhood of the same name: it is certainly not too small.
        for area in sorted(Area.objects.all(), key=lambda area: area.kind == AreaKind.DISTRICT):
            self._areas |= {fold(area.code): area, fold(area.name): area}
        self._finder = AreaFinder()

    def add_themes(self, themes: list[Theme]) -> None:
        """Know these themes from now on."""
        for theme in themes:
            self._themes |= {fold(theme.slug): theme, fold(theme.name): theme}

    def theme_name(self, name: str) -> str:
        """What `name` is called here, as far as the mapping says."""
        return self._aliases.get(fold(name), name)

    def theme(self, name: str) -> Theme | None:
        """The theme of that name."""
        return self._themes.get(fold(self.theme_name(name)))

    def area_named(self, name: str) -> Area | None:
        """The area of that name or code."""
        return self._areas.get(fold(name))

    def area_at(self, longitude: float, latitude: float) -> Area | None:
        """The area around that point."""
        return self._finder.find(longitude, latitude)
