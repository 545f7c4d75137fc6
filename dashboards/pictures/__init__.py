"""Draws the dashboards without Grafana, from the answers of a real Prometheus, for the documentation."""
