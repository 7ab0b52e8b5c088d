"""Files of other systems become ideas: read, map, clean, and hand over in batches to `ideas.actions.take_over`."""
