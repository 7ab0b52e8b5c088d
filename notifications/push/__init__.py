"""Web push: news that a browser shows by itself (RFC 8030), encrypted for it alone, by a key of our own."""
