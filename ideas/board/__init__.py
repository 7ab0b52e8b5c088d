"""The board: how the programmes do, counted, drawn, downloaded, and told once a week."""
