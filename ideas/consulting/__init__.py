"""Asking an organisation about an idea: what its forms hold, and what pages show of it."""
