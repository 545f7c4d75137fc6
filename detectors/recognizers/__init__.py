"""Presidio recognizers for Dutch and Belgian data, one file a kind."""
