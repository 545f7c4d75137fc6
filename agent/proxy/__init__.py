"""The mitmproxy add-on: what to decrypt, and what to do with a decision."""
