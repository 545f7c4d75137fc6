"""All dashboards, in the order in which they link to each other."""

from dashboards.generator import compliance, coverage, operations, security

BOARDS = (security.BOARD, compliance.BOARD, coverage.BOARD, operations.BOARD)
