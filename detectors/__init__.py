"""Text in, findings out: service catalogue, prompt readers, document readers and recognizers.

Nothing here imports mitmproxy or a database; the same functions serve the proxy, files, HAR and logs.
"""
