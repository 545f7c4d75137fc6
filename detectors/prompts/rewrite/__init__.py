"""A request with some of its texts changed and every other byte as it was, or a refusal."""

from detectors.errors import CannotRewriteError
from detectors.prompts.rewrite.message import rewrite_message
from detectors.prompts.rewrite.request import rewrite
from detectors.prompts.rewrite.targets import Edit, Replacement, splice

__all__ = ["CannotRewriteError", "Edit", "Replacement", "rewrite", "rewrite_message", "splice"]
