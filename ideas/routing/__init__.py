"""Where an idea goes, and why: ordered rules, the first match wins, the last one always matches. Pure."""

from ideas.routing.choosing import CATCHES_ALL, SUGGESTED, Routed, choose_programme
from ideas.routing.explaining import explain

__all__ = ["CATCHES_ALL", "SUGGESTED", "Routed", "choose_programme", "explain"]
