"""Events: stored before the client has its answer."""
