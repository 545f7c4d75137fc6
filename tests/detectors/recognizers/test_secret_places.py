"""SECRET where people leave them: chats, commands, settings, error messages, recovery codes."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "wachtwoord van de wifi is nu [[Koffie4Iedereen!]]",
    "wifi: Gastnetwerk / [[Zonnebloem_88]]",
    "De wifi-code is [[Vergaderen2025]].",
    "Je tijdelijk wachtwoord [[Welkom_2025_Dprz]] verloopt morgen.",
    "Tijdelijk ww voor Fenna: [[Herfst-Vakantie25]]",
    "tijdelijk ww is [[Lente-Regen31]] maar hij pakt em niet",
    "Het wachtwoord is gewijzigd in [[Loonstrook#2025]].",
    "Het wachtwoord werd veranderd naar [[Maandag!Ochtend7]].",
    "Ik heb het wachtwoord gereset naar [[Vrijdag#Borrel3]].",
    "inloggen doe je met beheer en [[Kast3nw@nd]] als wachtwoord",
    "ww: [[zomer2025]]",
    "pw [[Sleutel!99x]]",
    "Mijn pincode van de bankpas is [[4821]].",
    "pin [[7391]] voor de tablet",
    "De pin van mijn telefoon: [[882043]]",
    "the guest wifi password is [[BlueHarbour77]]",
    "new password: [[Tr4nsp0rt!Lane]]",
    "password changed to [[Harbor#Light9]] yesterday",
    "Das Passwort lautet [[Winterzeit#24]].",
    "Das WLAN-Passwort ist [[Kaffee4Alle!]]",
    "Le mot de passe du wifi est [[Bienvenue2024!]]",
    "le mot de passe a été changé en [[Printemps#25]]",
    "Login failed for user 'sa' with password '[[P4ssage!Nord]]'",
    'ERROR auth: invalid password "[[Rivier!Oever22]]" for user svc_backup',
    "Server=db01;Database=hr;User Id=app;Password=[[Kl0mp!Dijk88]];Encrypt=true",
    "https://portal.example/login?user=jan&password=[[Dijk3nw4cht!]]",
    "https://api.dienst.example/v1/data?api_key=[[f3a91c7be02d4c55a9e1b7d28c4f6031]]&limit=5",
    "[[redis://:Kanaal!Zee44@cache.intern:6379/0]]",
    "spring.datasource.password=[[Weg!Berm2024]]",
    "  password: [[hunter2!Zilver]]",
    "export DB_PASS='[[Mast!Zeil19]]'",
    '$env:ADMIN_PWD = "[[Anker!Touw55]]"',
    "smtp_pass => [[Mail!Brug2023]]",
    '<add key="Password" value="[[Steen!Weg77]]" />',
    "<password>[[Gras!Veld81]]</password>",
    '"password": "[[Lamp!Licht63]]"',
    "sshpass -p '[[Sl0t!Gracht]]' ssh root@10.0.0.4",
    "net use Z: \\\\server\\share /user:admin [[Klaver!Vier44]]",
    'ConvertTo-SecureString "[[Toren!Klok12]]" -AsPlainText -Force',
    "identified by '[[Boot!Haven20]]';",
    "CREATE USER 'hr'@'%' IDENTIFIED BY '[[Sluis!Water09]]';",
    "alarmcode: [[5520]]",
    "de code van de sleutelkluis is [[3917]]",
    "herstelcode van de authenticator: [[8FK2-QP7X-M3ZD]]",
    "eenmalige code [[482913]] niet delen",
    "Gebruikersnaam: jvos\nWachtwoord: [[Molen!Wiek5]]",
    "user: jvos\npass: [[appeltaart12]]",
    "hij zei dat zijn wachtwoord gewoon [[Feyenoord1908]] is",
    "ww = naam van de hond + geboortejaar: [[Bello1998!]]",
    "inlog portaal: s.bakker@voorbeeld.nl / [[Duin!Pan77]]",
    "Client secret: [[Qz8~kLm2vTx9Wp4RbN7sYd3F]]",
    "licentiesleutel: [[XK7D2-9QPLM-4VZTR-8WBNC-3HJFY]]",
    "hij werkte niet dus heb ik hem gezet op [[Fietspad!Groen31]]",
    "I changed it to [[Canal&Bridge77]] this morning",
)

NEAR_MISSES = (
    "De afspraak is veranderd in 14-05-2025 om 10:30.",
    "I changed it to https://portal.example/Start2!",
    "Vul je wachtwoord in bij https://portal.example/login",
    "wachtwoord: ********",
    "password: <vul-hier-je-wachtwoord-in>",
    "Password=your_password_here;Encrypt=true",
    "DB_PASS=changeme",
    "export DB_PASS='example123'",
    "spring.datasource.password=${DB_PASSWORD}",
    "https://portal.example/login?user=jan&password=REDACTED",
    '"password": "string"',
    "<password></password>",
    "Het wachtwoord is gewijzigd in maart 2024.",
    "Het wachtwoord is gewijzigd door Jan de Vries.",
    "Het wachtwoord is nu langer dan 12 tekens.",
    "Het wachtwoord is verlopen, reset het.",
    "Een wachtwoord zoals Welkom01 is te zwak.",
    "Kies een wachtwoord als 'PaardBatterijNiet1' uit het voorbeeld.",
    "wifi: 5 GHz, kanaal 36",
    "De wifi-code staat op de router.",
    "IDENTIFIED BY 'password';",
    "pin 12 van de chip gaat naar 3V3",
    "De pincode moet uit 4 cijfers bestaan.",
    "password123 is a bad password, says the policy",
    'The password field has id="login-password" and name="password".',
    "token: ***REDACTED***",
    "passwordEncoder = new BCryptPasswordEncoder(12)",
    "Postcode 1234 en code van het formulier is 5521.",
    "eenmalige code verloopt na 5 minuten",
    "test login: user@example.com / password",
    "access token expires_in: 3600",
    "licentiesleutel: zie bijlage",
    "Wachtwoordbeleid v2.1-2024 staat op SharePoint",
    'password = getpass.getpass("Wachtwoord: ")',
    'if (password.length < 8) throw new Error("Te kort!");',
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds_where_people_leave_it(mark: Callable[[str, str], str], marked: str) -> None:
    """The secret, no more and no less."""
    assert mark("SECRET", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_stand_ins_and_rules(mark: Callable[[str, str], str], text: str) -> None:
    """Stand-ins, code that handles passwords, and talk about them are no secrets."""
    assert mark("SECRET", text) == text
