"""Makes the Grafana dashboards: `uv run python -m dashboards.generator`."""
