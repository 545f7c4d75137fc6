"""Every recognizer the scanner runs, in order: one class a file, see `base.py` for how to write one."""

from detectors.recognizers.address import AddressRecognizer
from detectors.recognizers.base import CandidateRecognizer, Recognizer, TextRecognizer
from detectors.recognizers.be_national_number import BelgianNationalNumberRecognizer
from detectors.recognizers.big_number import BigNumberRecognizer
from detectors.recognizers.bsn import BsnRecognizer
from detectors.recognizers.confidential import ConfidentialMarkRecognizer
from detectors.recognizers.credit_card import CreditCardRecognizer
from detectors.recognizers.date_of_birth import DateOfBirthRecognizer
from detectors.recognizers.email import EmailRecognizer
from detectors.recognizers.employee_beside_number import EmployeeBesideNumberRecognizer
from detectors.recognizers.employee_number import EmployeeNumberRecognizer
from detectors.recognizers.iban import IbanRecognizer
from detectors.recognizers.id_document import IdDocumentRecognizer
from detectors.recognizers.license_plate import LicensePlateRecognizer
from detectors.recognizers.location import LocationRecognizer
from detectors.recognizers.password import PasswordRecognizer
from detectors.recognizers.person import PersonRecognizer
from detectors.recognizers.phone import PhoneRecognizer
from detectors.recognizers.record import RecordRecognizer
from detectors.recognizers.salary import SalaryRecognizer
from detectors.recognizers.secret import SecretRecognizer
from detectors.recognizers.special import SpecialCategoryRecognizer
from detectors.recognizers.vat import VatRecognizer

__all__ = ["ALL", "CandidateRecognizer", "Recognizer", "TextRecognizer"]

ALL: tuple[type[Recognizer], ...] = (
    BelgianNationalNumberRecognizer,
    BigNumberRecognizer,
    BsnRecognizer,
    ConfidentialMarkRecognizer,
    CreditCardRecognizer,
    DateOfBirthRecognizer,
    EmailRecognizer,
    EmployeeBesideNumberRecognizer,
    EmployeeNumberRecognizer,
    IbanRecognizer,
    IdDocumentRecognizer,
    LicensePlateRecognizer,
    PasswordRecognizer,
    PhoneRecognizer,
    SecretRecognizer,
    VatRecognizer,
    AddressRecognizer,
    PersonRecognizer,
    RecordRecognizer,
    LocationRecognizer,
    SpecialCategoryRecognizer,
    SalaryRecognizer,
)
"""Candidate recognizers in any order, then text recognizers in the order they run."""
