"""The AI register: observed facts, people's decisions, obligations, incidents, exports."""
