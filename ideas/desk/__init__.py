"""What the desk of the officials shows: its lists, one idea, who else looks at it, and what changed meanwhile."""
