"""How dates read in a language, where Django's own choice would not do."""
