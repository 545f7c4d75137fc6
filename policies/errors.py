"""The errors of this package.

PolicyError   a policy file is broken or a field is wrong: names file, line and field
"""


class PolicyError(Exception):
    """A policy cannot be used; the message names file, line and field."""
