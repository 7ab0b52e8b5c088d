"""The demonstration's people, places and ideas. All of it is made up and says so."""
