"""Words that make a name a firm's, a school's, a building's or a product's: for `person_firm`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRADES_BEFORE = _words("""
    aannemer apotheek apotheken advocatenkantoor architectenbureau assurantiën atelier autobedrijf autohandel
    autoschade bakkerij banketbakkerij bouwbedrijf bouwgroep bouwonderneming brasserie boulangerie bäckerei
    boucherie bloemist boekhandel carwash dierenkliniek drogisterij eetcafé eetcafe eethuis fietsenwinkel
    fietsenmaker fysiotherapie garage garages gebroeders gebr frituur frituren groothandel hoveniersbedrijf
    ijssalon installatietechniek juwelier kapsalon kapper kinderopvang kwekerij loonbedrijf makelaardij
    makelaars meubelen metzgerei modehuis notariaat notariskantoor optiek opticien pharmacie pizzeria praktijk
    rederij rijschool autorijschool salon schreinerei schilders slagerij slijterij snackbar speelgoedwinkel
    studio taverne technieken thuiszorg transportbedrijf transport tuincentrum uitgever uitvaartzorg vishandel
    veehandel verhuur wegenbouw wasserij woonwinkel zorggroep constructie interieur keukens supermarkt
    taxi bureau kartonnage drukwerk transporten vervoer loodgietersbedrijf schildersbedrijf verhuisbedrijf
    autohaus tischlerei brauerei weingut domaine château chateau bodega bodegas
""")
"""Before a name these make it a firm's when they have a capital, or stand as a noun: ``garage Van Dam``."""

PLACES_BEFORE = _words("""
    obs cbs rkbs pcbs pcbo ikc kdv bso sbo vso wzc rvt kaa scholengroep scholengemeenschap kindcentrum
    kinderdagverblijf peuterspeelzaal parochie begraafplaats kerkhof klooster abdij zorgcentrum zorghuis
    gebouw zaal lokaal aula etage vleugel paviljoen toren residentie huize landgoed vakantiepark bungalowpark
    parking parkeergarage parkeerterrein parkeren bushalte tramhalte halte haltes kruispunt rotonde sluis
    rechtbank gerechtshof kanton arrondissement sporthal sportpark sportcomplex zwembad jeugdhuis buurthuis
    wijkcentrum dorpshuis scouting vergaderzaal collegezaal vergaderruimte ziekenhuiszaal winkelcentrum
    sprint milestone mijlpaal release epic feature hostnaam
    tosti pizza pasta salade croque quiche cocktail
    dahlia tulp tulpen clematis hortensia hosta lavendel rhododendron pioenroos aardappel
    orkaan storm cycloon
""")
"""Before a name these make it the name of a place, of a piece of work or of a thing."""

TRADES_AFTER = _words("""
    aanneming aannemers administratiekantoor advies adviseurs afbouw architecten assurantiën autos auto's
    automotive bandenservice bedrijfswagens belettering bestrating betonbouw bezorging bloemen boekhouding
    bouwmaterialen bouwservice brandbeveiliging carrosserie clothing coaching communicatie constructie
    construction constructions containers dakbedekking dakwerken design detachering dienstverlening
    distributie distribution electronics elektro elektronica elektrotechniek engineering event expeditie
    fashion fietsen finance foods fotografie fulfilment fulfillment fruit glas glaszetters groen
    groenvoorziening grondverzet grondwerken haarmode handelsonderneming horeca hout houthandel
    import industries infra installateurs interieur interieurs interieurbouw interiors international intra
    isolatie juweliers kantoormeubelen keukens kinderopvang klimaattechniek koeltechniek kozijnen legal
    letselschade logistics logistic logistiek machines makelaars marketing materieel metaal metaalbewerking
    meubelen meubels mode montage multimedia onderhoud onderwijs ontwerp optiek pakketdienst payroll
    personeelsdiensten partyverhuur plastics plumbing pluimvee pr productions producties recycling
    reclame reizen relatiegeschenken renovatie renovaties retail roofing rijwielen sanitair schadeherstel
    schilders schildersbedrijf schilderwerken schoenen schoonmaak schoonmaakdiensten security solar
    sport staalbouw stallen straatwerk stukadoors supplies tandartsen tankstations taxi taxibedrijf
    techniek technics technology technologies telecom tegels tegelwerken timmerwerken tours touringcars
    trading training tuinaanleg tuinen tuincentrum tweewielers uitgevers uitvaart uitzendbureau vastgoed
    veevoeders verhuizingen verhuur verlichting verpakkingen vertalingen vlees vleeswaren vloeren
    warmtetechniek webdesign wijnen wonen woninginrichting zonwering zonnepanelen zorg zuivel
    foundation controls motors pharma foods bakery brewing garage haustechnik elektrotechnik spedition bau
    immobilien transporte reisen assurances immobilier menuiserie plomberie toitures jardins
    intratechniek filiaal keten
""")
"""Behind a family name, with a capital, these make it a firm's: ``Hoekstra Logistics``."""

SHIPS = _words("""
    schip vlaggenschip fregat veerboot veerpont ferry tanker containerschip binnenvaartschip cruiseschip
    zeilschip sleepboot duwboot onderzeeër korvet mijnenjager kotter viskotter klipper tjalk driemaster
    zeiljacht motorjacht vaartuig galjoen ship vessel frigate yacht submarine schiff fähre navire
""")
"""Before a name, with or without an article, these make it a ship's."""

KIN = _words(
    "zonen zn zoon zoons co cie partners sons son söhne soehne sohn fils filles dochters dochter daughters"
)
"""Behind ``&`` these make a family name a firm's."""

CHAINS = _words("""
    primera bruna gamma praxis karwei hornbach etos kruidvat trekpleister jumbo lidl aldi hema spar coop vomar
    hoogvliet nettorama poiesz boni colruyt delhaize carrefour action blokker xenos zeeman wibra kwantum
    leenbakker jysk ikea intratuin welkoop ranzijn bol coolblue mediamarkt decathlon intersport perrysport
    shell esso texaco tinq bp tango total rabobank ing knab asn cafetaria kwalitaria febo domino's mcdonald's
    starbucks bagels gall hubo brico kruitvat readshop vivant cigo pearle specsavers hans-anders basic-fit
    fit4free ziggo kpn odido postnl dhl dpd ups gls primark c&a wehkamp zalando
""")
"""Shops with many branches; what follows is where the branch is: ``Primera Overvecht``."""

BEFORE_ENDINGS = (
    "bedrijf", "centrum", "huis", "school", "werf", "winkel", "kliniek", "praktijk", "kantoor", "fabriek",
    "stichting", "vereniging", "museum", "hotel", "camping", "gemeente", "hogeschool", "universiteit", "team",
    "erij", "handel", "speciaalzaak", "leverancier", "makelaardij", "maatschappij", "garage", "apotheek",
    "restaurant", "theater", "parochie", "bouwgroep", "wegenbouw", "drankenhal", "markthal", "sporthal",
    "onderneming", "coöperatie", "studio", "salon", "college", "lyceum",
)  # fmt: skip
"""Endings of compounds that a firm's or a house's name follows."""

AFTER_ENDINGS = (
    "werken", "bedrijf", "groep", "advies", "bouw", "zorg", "techniek", "diensten", "advocaten", "makelaars",
    "school", "college", "huis", "stichting", "fonds", "prijs", "notarissen", "architecten", "installaties",
    "service", "services", "handel", "aanleg", "wering", "verhuur", "vloeren", "meubelen", "projecten",
    "materialen", "systemen", "systems", "centrum", "winkel", "specialist", "filiaal", "keten", "straat",
    "plein", "markt", "laan", "kade",
)  # fmt: skip
"""Endings of what follows a firm's, a street's or a shop's first words."""

SOLE_TRADES = _words("""
    fotografie coaching advies training trainingen ontwerp design webdesign vertalingen massage administratie
    interim styling beauty montage stukadoors tekst teksten communicatie illustratie illustraties klussen
    photography consulting consultancy loopbaanadvies tekstbureau bouwadvies
""")
"""What one person does under a full name, who is then named: ``Merel Visser Fotografie``."""

SMALL_TRADES = _words("""
    verhuizers verhuizingen wijnen advocaten makelaars makelaardij accountants schilders keukens meubelen
    tuinen vloeren transport notarissen verpakkingen bloemen fietsen schoenen mode optiek juweliers
    uitvaart catering installatietechniek bouw dakwerken interieur
""")
"""Trades that stand behind a family name without a capital too: ``Van der Velden verhuizers``."""

OWNERS = _words("""
    leverancier fabrikant merk brand supplier vendor manufacturer uitgever uitgeverij publisher aannemer
    winkel winkels store bedrijf firma company debiteur crediteur filiaal vestiging fabriek producent
    onderaannemer lieferant hersteller verlag fournisseur fabricant vervoerder carrier sponsor sponsors
""")
"""Labels whose value is a firm's, unless a first name or a title says otherwise."""
