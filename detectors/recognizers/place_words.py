"""Patterns of what stands around a place: words of living and birth, of fields, of things and journeys."""

import re

from detectors.recognizers.base import one_of

LIVES = re.compile(
    rf"""(?<![a-z]){
        one_of(r'''
    won(?:en|end|ende|achtig), woont?, woonden?, woonplaats, geboren, geb, geboorteplaats, geboortig,
    afkomstig, afkomst, verhuis(?:d|t|de|den)?, verhuiz(?:en|ing), getogen, opgegroeid, opgroeide,
    gevlucht, vluchtte, kom(?:t|en)? uit, kwam(?:en)? uit, herkomst, gedomicilieerd, domicilie,
    verblijft, verblijf, verbleef, verblijvende?, overleden, begraven, ingeschreven, dakloos,
    ondergedoken, lives?, lived, living, born, birth, resid(?:es?|ing|ent|ence), moved?, moving,
    relocat(?:ed?|es|ing), based in, grew up, raised, wohnt, wohne, wohnen, wohnhaft, umgezogen, zieht,
    stammt, habite, habitant, residant, demeurant, nee?, domicilie, roots, originaire, hometown, stamt
    uit, opgenomen, detentie, gedetineerd, emigreerd?e?, groeten uit
    ''')
    }(?![a-z])"""
)
"""Words that tie the place after them to a person."""

BIRTH_SIGN = re.compile(r"(?:\u00b0|\*) ?(?:[\d/. '-]{5,12})?(?:te )?$")

FIELD = re.compile(
    r"(?<![a-z])(?:woonplaats|geboorteplaats|geb\.? ?plaats|plaats|stad|city|town|wohnort|geburtsort|ort"
    r"|ville|land|country|place of birth|birthplace|lieu de naissance|residence|gemeente)\)?[\"']?"
    r"(?: ?(?:/ ?)?[a-z ]{0,16})?(?:\s?[:=.|>\t]+\s{0,3}|  +)[\"']?$"
)
"""A field of a form or message, before its value."""

THING = re.compile(
    rf"""(?<![a-z])[a-z-]*{
        one_of(r'''
    kantoor, kantoren, vestiging, vestigingen, locatie, locaties, filiaal, filialen, depot, magazijn,
    loods, werf, lager, baustelle, niederlassung, standort, warehouse, site, plant, fabriek, branch,
    office, project, projecten, werkplek, winkel, store, showroom, zaal, vergadering, overleg,
    bijeenkomst, meeting, workshop, training, cursus, congres, conference, beurs, event, evenement,
    leverancier, supplier, hub, dc, distributiecentrum, datacenter, zetel, gevestigd, succursale, usine,
    agence, onboarding, functie, role, position, vacature, stelle, gemeentehuis, stadhuis, stadion,
    stad, gemeente, provincie, city of, luchthaven, airport, haven, station, halte, rechtbank,
    ondertekend, getekend, opgemaakt, gedaan, markt, festival, bureau, kantine, bijkantoor,
    hoofdkantoor, museum, wedstrijd, concert, klant, firma, bedrijf, club, stichting, zaak, praktijk,
    uitvoering, afdeling, team, filialen
    ''')
    }(?: (?:is|zit|ligt|staat|hier|daar|vooral))?(?: (?:in|te|van|bij|at|of|a|de|nabij|near|rond|um|von))?"""
    r"(?: (?:de|het|the))? $"
)
"""What stands right before a place that is the place of a thing."""

ON_THE_WAY = re.compile(
    rf"""(?<![a-z]){
        one_of(r'''
    trein(?:en|reis)?, bus(?:sen|rit)?, tram, metro, vliegtuig, vlucht, lkw, vrachtwagen, vracht,
    transport, lieferung, levering(?:en)?, leveren, geleverd, bezorg(?:en|d|t|ing), zending(?:en)?,
    pallets?, delivery, deliveries, deliver, shipment, ship(?:ped)?, train, flight, truck, routes?,
    rit(?:ten)?, traject, omleiding, dag \d\d?:, via, stadswandeling, wandeling, overnachting, excursie,
    rondleiding, ware, goods, goederen, bijeenkomst, vergadering, congres, beurs, wedstrijd[a-z]*,
    toernooi, concert, optreden, vakantie[a-z]*, rondreis, reisverslag, schoolreis, excursies,
    stedentrip, file, snelweg, afrit, [an]\d\d?\d?, treinkaartje, kilometers?, km, stops?
    ''')
    }(?![a-z])[^.!?\n]*$"""
)
FIRM = re.compile(
    rf"""(?<![a-z])[a-z-]*{
        one_of(r'''
    stichting, vereniging, praktijk, apotheek, garage, werf, fabriek, zorggroep, school, college,
    academie, adviseurs, advocaten, notarissen, accountants, makelaars, bakkerij, groothandel,
    fulfilment, logistics, winkel, [bn]\\.?v\\.?, vof, gmbh, ltd, & ?(?:zn|zonen|co|partners|sohne)\\.?
    ''')
    }(?: [^,\n]{{0,40}})?, $|& ?(?:zn|zonen|co|partners)\.? (?:in|te) $"""
)
"""``Huisartsenpraktijk De Brink, Assen``: the seat of a firm."""

THING_AFTER = re.compile(
    r"[ -](?:team|site|office|branch|plant|depot|warehouse|cs|centraal|airport|station|vestiging|kantoor|"
    r"filiaal|locatie|region|store|hub|dc|noord-zuid|marathon|festival)(?![a-z])"
)
JOINED = re.compile(
    r"(?:^|[\n,;:|/(\u00b7\u2022\"'\t>*-]|  |(?<![a-z])(?:in|uit|te|naar|vanuit|bij|op|from|at|to|near|aus"
    r"|nach|a|de|rond|om|omgeving|regio|nu|now|of)) ?$"
)
"""What can link a place to a person of the same sentence: a preposition, a separator, a new line."""

NAME_GOES_ON = re.compile(r" (?!I )[A-Z][a-z]")
ROW = re.compile(r"[;\t|]")
MANY_CELLS = 2
LETTER_HEAD = re.compile(
    r", ?(?:den |le |the )?\d{1,2}(?:[-/. ]\d{1,2}[-/. ]|(?:e|er|st|nd|rd|th)? [a-z]{3,9} )\d{2}"
)
"""``Genk, 25 maart 2025``: the head of a letter."""

HISTORY = re.compile(
    r"(?:(?<![a-z])(?:in|anno|sinds|rond|omstreeks|tot|van|jaar|since|around|year|im jahr|en"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october) |\()1[0-8]\d\d"
    r"(?![\d.,]| ?[a-z]{2}(?![a-z])| euro)"
)
PRONOUN = re.compile(
    rf"""(?<![a-z]){
        one_of('''
    ik, hij, zij, ze, haar, hem, zijn (?:moeder|vader|vrouw|man|vriendin|gezin|broer|zus), mijn, i, he,
    she, his, her, my, er, sie, il, elle, nu, now, inmiddels, momenteel, currently, sinds \\d{4}, since
    \\d{4}
    ''')
    }(?![a-z])"""
)
CELL_WORDS = re.compile(
    r"(?<![a-z])(?:plaats(?:naam)?|stad|city|gemeente|town|wohnort|ort|ville|land|country|lives|living|woont|"
    r"residence|commune|domicilie)(?![a-z])|woonplaats|woonstad|geboorteplaats|geburtsort|birth ?place|"
    r"birth_?(?:city|town)|place_?of_?birth|hometown|home_?city|wohnort"
)
CELL_THINGS = re.compile(
    r"vestiging|kantoor|filiaal|locatie|location|site|office|branch|depot|werkplek|werkplaats|standplaats|afdeling|"
    r"warehouse|vertrek|bestemming|route|traject|leverancier|magazijn|pickup|niederlassung|standort"
)
SENTENCE_END = re.compile(
    r"[.!?](?=\s)(?<![ .(\n][A-Za-z].)(?<!dhr.)(?<!mevr.)(?<!mw.)(?<!dr.)(?<!fam.)(?<!geb.)(?<![Zz]n.)"
    r"(?<!mrs.)(?<!mr.)(?<!ms.)|\n"
)
