"""SECRET: keys, passwords and other secrets."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "wachtwoord: [[Welkom2024!]]",
    "Mijn wachtwoord is [[Zomer#1985]]",
    "het wachtwoord van de wifi in het magazijn is [[Pakketje2024Zuid]]",
    'password = "[[s3cr3t-Pa55]]"',
    "DB_PASSWORD=[[kX9!mQ2z]]",
    "API_KEY=[[a8f5f167f44f4964e6c998dee827110c]]",
    "client_secret: '[[Zx9vT2mQ8rLp4sKd7wYb]]'",
    "OPENAI_API_KEY=[[sk-proj-9aT2kQ7xVb4LmN8pRs3WyZ6cDf1GhJ5]]",
    "anthropic: [[sk-ant-api03-Q7xVb4LmN8pRs3WyZ6cDf1GhJ5kT2a9]]",
    "[[ghp_16C7e42F292c6912E7710c838347Ae178B4a]]",
    "[[glpat-x8Kq2LmNv4Rt7WzYb9Cd]]",
    "aws [[AKIAQ3EGU6VN2M7PLR4T]]",
    "google [[AIzaSyD4kT9xVb2LmN8pRs3WyZ6cDf1GhJ5aQ7e]]",
    "[[xoxb-2174598236-4829175630128-kT9xVb2LmN8pRs3WyZ6cDf1G]]",
    "stripe [[sk_live_4kT9xVb2LmN8pRs3WyZ6cDf1]]",
    "[[hf_kTxVbLmNpRsWyZcDfGhJaQeUiOtBv2X4z6]]",
    "[[postgres://app:Xk29dsaQ@db.intern:5432/hr]]",
    "token [[eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk]]",
    "[[-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAx9dKq\nTm3vQ1==\n-----END RSA PRIVATE KEY-----]]",
    "pincode: [[4821]]",
    "curl -u beheer:[[Qw3rty!88]] https://x.nl",
    "Authorization: Bearer [[9aT2kQ7xVb4LmN8pRs3WyZ6cDf1GhJ5]]",
    "mysql -u root -p[[Zw4luw!Nest9]] personeel",
    "gebruiker;wachtwoord\nvos;[[Lente2025!]]\n",
    "mot de passe : [[Soleil!2024]]",
    "Passwort: [[Sommer_77x]]",
    "Inloggen met ww [[Herfst2023!]]",
    "is dit wachtwoord sterk genoeg of niet voor het systeem van personeel: [[Tulp3nveld!Ede7]] dank",
    "check of dit ww veilig is voor de kassa: [[Br00dje!Kaas9]]",
    "mijn wachtwoord was altijd [[Zomer2023!]] en nu [[Winter2024!]]",
    "ik gebruik [[Hond&Kat12]] als wachtwoord",
    "our login is jvos / [[Lente!2025x]]",
    "de kluiscode is [[8841]]",
    "de code van het alarm is [[4471]]",
    "code for the gate is [[90210]]",
)

NEAR_MISSES = (
    "wachtwoord vergeten?",
    "wachtwoord van mijn iPhone15Pro?",
    "Moet een wachtwoord tekens als !, # en 8 cijfers hebben?",
    "password regex ^[A-Za-z0-9!@#$%]{8,}$ explained",
    "wachtwoord resetten via Jan.Vos12@voorbeeld.nl graag",
    "het wachtwoord staat in /Volumes/Data1/x!y",
    "de code van het artikel is 4471",
    "code voor de cursus is 8841",
    "gebruiker jvos / afdeling inkoop",
    "account 2024/2025 +groei",
    "password: required",
    "Uw wachtwoord moet minimaal 12 tekens lang zijn.",
    "API_KEY=YOUR_API_KEY",
    "api_key = os.environ['OPENAI_API_KEY']",
    "password: ${DB_PASSWORD}",
    "wachtwoord: ********",
    "max_tokens: 4096",
    "token: string",
    "const token = getToken();",
    "commit 16c7e42f292c6912e7710c838347ae178b4a0b1c",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "uuid 550e8400-e29b-41d4-a716-446655440000",
    "Wat is een sterk wachtwoord?",
    "sk-learn is een bibliotheek",
    "password reset link",
    "postgres://user:password@localhost/db",
    "postgres://<user>:<password>@host/db",
    "Het geheim van de smid",
    "secret santa op 12 december",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "AKIAIOSFODNN7EXAMPLE",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B\n-----END PUBLIC KEY-----",
    "tokenizer = AutoTokenizer.from_pretrained('model')",
    "self.password = password",
    "De pincode bestaat uit vier cijfers.",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    "wachtwoordbeleid 2024",
    "PWD=/home/vos",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("SECRET", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("SECRET", text) == text
