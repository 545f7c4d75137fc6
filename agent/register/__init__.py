"""The AI register: one row a service and tenant seen."""
