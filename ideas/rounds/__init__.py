"""Votes on sets of ideas: what a round is, who may vote in it, its rules, forms, letters and files."""
