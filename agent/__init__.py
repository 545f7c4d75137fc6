"""The running guard: proxy, pipeline, records, metrics and the command line."""
