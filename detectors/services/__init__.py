"""Which AI service a host or a request belongs to, from the files in `detectors/catalogue`."""

from detectors.services.catalogue import PASSIVE, Catalogue
from detectors.services.found import embedded_service, family_of, found_service, unknown_service
from detectors.services.load import load_catalogue
from detectors.services.model import (
    Category,
    Fact,
    Kind,
    Operation,
    Reader,
    Recognised,
    Reply,
    Route,
    Service,
    TenantRule,
    Tier,
)

__all__ = [
    "PASSIVE",
    "Catalogue",
    "Category",
    "Fact",
    "Kind",
    "Operation",
    "Reader",
    "Recognised",
    "Reply",
    "Route",
    "Service",
    "TenantRule",
    "Tier",
    "embedded_service",
    "family_of",
    "found_service",
    "load_catalogue",
    "unknown_service",
]
