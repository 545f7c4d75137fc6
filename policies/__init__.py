"""Findings and context in, decision out. No mitmproxy, no database."""
