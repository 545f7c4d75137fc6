"""EMAIL_ADDRESS: e-mail addresses."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "mijn mail is [[anna punt vos apenstaartje voorbeeld punt nl]]",
    "KLANT: [[jvos apestaartje voorbeeld punt be]]",
    "it is [[j dot vos at sign example dot com]]",
    "mail naar [[j.bakker@voorbeeld.nl]] graag",
    "Van: Kees <[[kees@bedrijf.be]]>",
    "[[KEES.DE.VRIES@BEDRIJF.NL]]",
    "Stuur het aan [[a@b.nl]], [[c.d@e.co.uk]] en [[f_g+h@i-j.org]].",
    "mailto:[[info@zorginstelling.nl]]",
    "E-mail: [[sjoerd.van-der-meer@hr.gemeente.nl]]",
    "naam;mail\nVos;[[m.vos@school.nl]]\n",
    "1,[[n.bos@school.nl]],0612345678",
    '{"email": "[[p.vis@winkel.nl]]"}',
    "https://x.nl/?mail=[[q.kok@winkel.nl]]&a=1",
    "[[ö.yilmaz@bedrijf.de]] is de contactpersoon",
    "[[jan.jansen@student.universiteit.nl]]!",
    "([[r.smit@ziekenhuis.nl]])",
    "cc '[[t.pol@bank.nl]]'",
    "[[u.dam@bedrijf.amsterdam]] werkt ook",
    "[[123456@student.nl]]",
    "Bel of mail ([[w.berg@x.nl]]).",
    "[[y.bos(at)voorbeeld.nl]]",
    "[[z.kuipers [at] voorbeeld [dot] nl]]",
    "[[a.o'brien@company.ie]] wrote",
    "login=[[b.haan@bedrijf.nl]]",
    "git config user.email [[c.mol@dev.nl]]",
    "Geef [[d.vink@x.nl]]\nen [[e.wit@y.nl]] toegang",
)

NEAR_MISSES = (
    "hoe typ ik een apenstaartje punt op mijn toetsenbord",
    "look at example dot com",
    "het apenstaartje staat boven de twee",
    "@handle op sociale media",
    "git@github.com:team/project.git klonen",
    "logo@2x.png en icoon@3x.jpg",
    "npm install @types/node@20.1.0",
    "5 @ 3 euro",
    "user@localhost",
    "root@10.0.0.1",
    "a@b",
    "naam@",
    "@voorbeeld.nl",
    "prijs@aanvraag",
    "jan@voorbeeld",
    "style@media.css",
    "java@Override is geen adres",
    "postgres@sha256:abcdef",
    "x @ y . z",
    "email me",
    "het apenstaartje (@) staat op de 2",
    "jan..piet@x.nl",
    "image: nginx@sha256:1234",
    "script@app.js laden",
    "foo@bar.local",
    "@Test en @Bean annotaties",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("EMAIL_ADDRESS", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("EMAIL_ADDRESS", text) == text
