"""What this room keeps of people: `participation.apps` reads it when Django starts."""

from ideas.holdings import officials, residents

__all__ = ["officials", "residents"]
