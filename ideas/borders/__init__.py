"""Borders of districts and neighbourhoods that are uploaded: what would change, on a map and in a table."""
