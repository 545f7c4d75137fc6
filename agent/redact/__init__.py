"""Placeholders in the place of personal data, and the values back in the answer."""
