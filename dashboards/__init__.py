"""Grafana dashboards, Prometheus rules, and what makes and tries them. Needed by developers only."""
