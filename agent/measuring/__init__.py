"""What Prometheus is told besides plain counters: the store's sums, processes, certificates."""
