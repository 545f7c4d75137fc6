"""Web pages for people and machines; for now the health pages."""
