"""Logs of DNS servers, proxies, sensors and firewalls: read, understood and counted."""
