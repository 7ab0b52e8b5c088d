"""Ideas that are probably the same: found by the clock, shown to coordinators in pairs, and what they chose."""
