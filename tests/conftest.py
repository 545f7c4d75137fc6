"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: examples may take their time. What a CI is given stays.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
