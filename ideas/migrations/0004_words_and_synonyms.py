"""Words that mean the same, to begin with; and the words of all ideas, which the clock counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# What residents of Dutch municipalities call the same thing. The administrator keeps them from here on.
FIRST = """
bankje, zitbank, zitje, zitplek, zitplaats, zitgelegenheid, parkbank
speeltuin, speelplek, speelplaats, speelveld, speelterrein
speeltoestel, speelgelegenheid, klimrek
prullenbak, afvalbak, vuilnisbak, vuilbak, afvalemmer
afval, vuilnis, zwerfvuil, zwerfafval, rommel, troep, vuil
container, afvalcontainer, vuilcontainer, ondergrondse container
hondenpoep, hondenuitwerpselen, hondendrollen, hondenstront
hondenveld, hondenuitlaatplaats, losloopgebied, hondenspeelplaats, hondenlosloopveld
straatverlichting, lantaarnpaal, lantaarn, straatlantaarn, straatlamp, verlichting
zebrapad, oversteekplaats, oversteek, voetgangersoversteekplaats
stoep, trottoir, voetpad
fietspad, fietsroute, fietsstrook, fietsstraat, fietsverbinding
fietsenstalling, fietsenrek, fietsenberging, fietsparkeerplaats, fietsnietjes
drempel, verkeersdrempel, snelheidsdrempel, verkeersremmer
te hard rijden, hardrijders, snelheidsovertreding, racen
parkeerplaats, parkeerplek, parkeervak, parkeerruimte
laadpaal, oplaadpaal, oplaadpunt, laadpunt, laadstation
openbaar vervoer, ov
bushalte, bushokje, abri
rotonde, verkeersplein
groen, groenvoorziening, beplanting, planten
boom, bomenrij, laanboom
bloemen, bloembak, plantenbak, bloembakken
vergroenen, vergroening, ontstenen, ontharding
geveltuin, tegeltuin, stoeptuin
moestuin, volkstuin, buurttuin, stadstuin, schooltuin
heg, haag, struiken
onkruid, wildgroei
watertappunt, drinkwaterpunt, drinkfontein, waterpunt, tappunt
vijver, plas, sloot
overlast, hinder
lawaai, geluidsoverlast, herrie, geluidshinder, kabaal
luchtkwaliteit, luchtvervuiling, fijnstof, uitstoot
hitte, warmte, hittestress
wateroverlast, overstroming, plassen
zonnepaneel, zonnepanelen, zonne-energie
ouderen, senioren, bejaarden, ouden van dagen, 65-plussers
jongeren, jeugd, tieners, pubers, hangjongeren
kinderen, kleuters, peuters
inwoners, bewoners, burgers
nieuwkomers, statushouders, vluchtelingen
eenzaamheid, eenzaam, vereenzaming
ontmoetingsplek, ontmoetingsplaats, ontmoetingsruimte, trefpunt
buurthuis, wijkcentrum, buurtcentrum, wijkgebouw, dorpshuis
bibliotheek, bieb
winkelcentrum, winkels, winkelstraat
supermarkt, buurtwinkel
rolstoel, scootmobiel, rollator
toegankelijk, drempelvrij, rolstoelvriendelijk
mindervaliden, gehandicapten, invaliden
openbaar toilet, wc, toilet, plaskruis
veilig, veiligheid, onveilig
inbraak, woninginbraak, diefstal
camera, cameratoezicht, bewakingscamera
handhaving, handhaver, boa, toezicht
sportveld, voetbalveld, trapveldje, voetbalkooi
trapveld, voetbalveldje, pannaveld
fitness, fitnesstoestel, beweegtoestel, buitenfitness
skatebaan, skatepark, skateplek
zwembad, zwemplek, zwemwater
evenement, festival, feest, buurtfeest
markt, weekmarkt, braderie
muurschildering, graffiti, streetart
kunst, kunstwerk, beeld
woningen, huizen, appartementen, huisvesting
woningnood, woningtekort
auto, wagen
autovrij, autoluw
vrachtwagen, vrachtverkeer, vrachtauto
snelheid, 30 km, dertig kilometer
onderhoud, herstel, reparatie
kapot, stuk, defect, beschadigd
bord, verkeersbord, naambord
strooien, gladheid, gladheidsbestrijding
deelauto, deelfiets, deelvervoer
vrijwilligers, vrijwilligerswerk
cursus, les, workshop, training
kookles, kookworkshop, kookcursus
"""


def add_first(apps, schema_editor):
    synonyms = apps.get_model("ideas", "Synonyms")
    groups = ([word.strip() for word in line.split(",")] for line in FIRST.strip().splitlines())
    synonyms.objects.bulk_create(synonyms(words=words) for words in groups)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0003_search_and_lists")]

    operations = [
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    ArrayField(
                        base_field=models.CharField(max_length=60),
                        help_text="Met komma's ertussen. Wie één van deze woorden zoekt, vindt ook de andere.",
                        size=None,
                        verbose_name="woorden",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
            ],
            options={
                "verbose_name": "woorden die hetzelfde betekenen",
                "verbose_name_plural": "woorden die hetzelfde betekenen",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("stem", models.CharField(blank=True, max_length=40)),
                ("ideas", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="WordCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ideas", models.PositiveIntegerField(default=0)),
                ("all_ideas", models.PositiveIntegerField(default=0)),
                ("newest", models.PositiveBigIntegerField(default=0)),
                ("edition", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="word_count_is_one_row")],
            },
        ),
        migrations.RunPython(add_first, migrations.RunPython.noop),
    ]
