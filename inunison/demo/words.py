"""The words of the demo case: invented people, places and interests.

Owns lists of words and nothing else. No person, place, club, office or site in it exists; every
domain ends in `.example`, which is reserved for that.
"""

from typing import NamedTuple


class Interest(NamedTuple):
    """What one community of the demo talks about.

    Attributes:
        name: What the community is called in the demo's own text.
        tags: Its hashtags.
        site: The domain that its links lead to.
        bio: What its members say of themselves.
        subjects: How a sentence begins.
        actions: How it goes on.
        details: How it ends.
        remarks: A second sentence.
    """

    name: str
    tags: tuple[str, ...]
    site: str
    bio: str
    subjects: tuple[str, ...]
    actions: tuple[str, ...]
    details: tuple[str, ...]
    remarks: tuple[str, ...]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


INTERESTS = (
    Interest(
        "harbour",
        ("Tarvenport", "FerryLife", "HarbourWatch"),
        "harbourlog.example",
        "Watching boats come and go",
        _phrases(
            """The morning ferry | A grey coaster from the north | The old pilot boat | Our
            neighbour at pier four | The tide table on the wall | The crane by the salt store |
            A school of sea bass | The lighthouse keeper's cat | The new gangway | Half of the
            fishing fleet"""
        ),
        _phrases(
            """came in slowly | kept everyone waiting | surprised the whole quay | was painted
            bright blue | lay at anchor | turned up before breakfast | made a fine photograph |
            needed two tugs | looked smaller than last year | drew a small crowd"""
        ),
        _phrases(
            """after the fog lifted | before the second bell | next to the oyster stalls | while
            the gulls were shouting | on the way to Little Skerry | with a brass band on deck |
            in spite of the swell | under a very red sky | behind the customs shed | just as the
            kettle boiled"""
        ),
        _phrases(
            """Worth getting up for. | Somebody tell the museum. | My grandfather would have
            laughed. | Pictures tomorrow. | The coffee was cold by then. | I have it all in the
            notebook. | Ten out of ten. | And then it rained."""
        ),
    ),
    Interest(
        "gardens",
        ("TarvenGardens", "SeedSwap", "Allotment"),
        "slowsoil.example",
        "Growing things, mostly weeds",
        _phrases(
            """The runner beans | My first tomato of the season | The compost heap behind the shed
            | A hedgehog in the rhubarb | The seed swap in the parish hall | Our oldest pear
            tree | The greenhouse thermometer | A whole row of leeks | The neighbour's sunflower
            | The rain barrel"""
        ),
        _phrases(
            """finally gave up | grew a hand in a week | won the small ribbon | vanished overnight
            | was full of ladybirds | outlived the late frost | needed a taller fence | smelled
            of honey | leaned over the path | fed four families"""
        ),
        _phrases(
            """between the rosemary and the wall | thanks to the seaweed mulch | in the last hour
            of light | without any help from me | since the equinox | for the third spring
            running | beside the leaking hose | after two bowls of slug bait | near the bees of
            Mrs Ollander | where nothing ever grew"""
        ),
        _phrases(
            """Patience is a fertiliser. | Recipes are welcome. | I blame the moon. | Next year
            with straw. | The slugs send regards. | Cuttings to give away. | Nobody believes me
            at work. | Notes on the site."""
        ),
    ),
    Interest(
        "football",
        ("RivergateFC", "GateEndStand", "MatchDay"),
        "gateend.example",
        "Rivergate until the last whistle",
        _phrases(
            """Our goalkeeper | The under-elevens | That second corner kick | The whole east stand
            | The referee from Oskelby | A borrowed left back | The half-time tea | The away
            coach | Number fourteen | The new scoreboard"""
        ),
        _phrases(
            """saved the afternoon | deserved much more | forgot which way to run | sang for ninety
            minutes | hit the bar twice | stopped working | limped off to applause | was offside
            by a mile | turned the match around | waved at the wrong end"""
        ),
        _phrases(
            """against the wind from the marsh | in the eighty-ninth minute | with eleven men on
            the line | in front of four hundred people | before the floodlights failed | during
            the longest drizzle | on a pitch like porridge | because of a stray dog | while the
            mascot slept | two minutes from time"""
        ),
        _phrases(
            """I have no voice left. | See you all on Saturday. | The table does not lie, sadly. |
            Best pie of the season. | My nerves are not what they were. | Full report on the
            site. | We go again. | Bring a scarf next time."""
        ),
    ),
    Interest(
        "stage",
        ("OldCornExchange", "TarvenStage", "OpenRehearsal"),
        "prompter.example",
        "Third row, left of the aisle",
        _phrases(
            """The second act | A very young prompter | The string quartet | The painted forest |
            Our Friday rehearsal | The understudy | A standing ovation | The choir from Upper
            Venn | The dressing room mirror | The last chord"""
        ),
        _phrases(
            """went better than feared | made the lights flicker | broke my heart a little |
            started in the wrong key | ran eleven minutes over | saved the whole evening | was
            louder than the thunder | had the balcony in tears | needs a stronger ladder | hung
            in the air"""
        ),
        _phrases(
            """in the Old Corn Exchange | with only two microphones | after the curtain got stuck |
            in a borrowed velvet coat | between the rows of folding chairs | by candlelight |
            with the mayor's piano | under the leaking roof | for an audience of nineteen |
            before the interval wine"""
        ),
        _phrases(
            """Tickets at the door. | I will go again on Sunday. | The costumes alone are worth it.
            | Applause for the stage hands. | Please switch off your phones. | A review is on
            the site. | Theatre people are the best people. | Encore."""
        ),
    ),
    Interest(
        "sky",
        ("VennObservatory", "ClearSkies", "StarCount"),
        "nightlogbook.example",
        "Looking up from a dark field",
        _phrases(
            """The eastern comet | Tonight's double star | A faint green aurora | My ten-inch
            mirror | The meteor camera | The observatory dome | Saturn through thin cloud | A
            very bright satellite | The moon's shadow line | The star count volunteers"""
        ),
        _phrases(
            """showed up on time | stayed hidden until three | needed a warmer coat | shook with
            every lorry | doubled the number from May | drifted out of the field | left a trail
            for a minute | was sharper than ever | waited for the clouds | fooled the beginners"""
        ),
        _phrases(
            """above the radio mast | from the field at Upper Venn | with the red torch only | in
            the gap after midnight | while the owls complained | at a hundred and twenty times |
            against all forecasts | close to the handle of the plough | during the long exposure
            | over the dark half of the bay"""
        ),
        _phrases(
            """Log entry on the site. | My fingers are frozen. | Averted vision helps. | Worth the
            sleepless night. | Bring a flask. | The dew won in the end. | Stack of forty frames.
            | Clear skies to everyone."""
        ),
    ),
    Interest(
        "cycling",
        ("TarvenWheels", "SlowLane", "HillClimb"),
        "lastspoke.example",
        "Uphill slowly, downhill carefully",
        _phrases(
            """The towpath | My second inner tube | The Wednesday slow ride | A headwind from
            Oskelby | The new cargo bike | The repair stand at the station | A fox on the cycle
            lane | The climb to Upper Venn | The rental bikes | A bent derailleur"""
        ),
        _phrases(
            """ate half of the day | got seven of us home | was smoother than the road | ended at
            the bakery | carried a whole sofa | cost me the sprint | lost to the rain | beat
            every bus | rattled all the way | made friends of strangers"""
        ),
        _phrases(
            """behind the sugar works | at nine percent and rising | with one working brake | past
            the geese of the mill pond | between two market days | on tyres older than my son |
            along the closed canal | in the first warm wind | without a single red light |
            before the shops opened"""
        ),
        _phrases(
            """The route is on the site. | Legs like pudding. | Helmets off to the mechanics. | Who
            joins next week? | Cake is a fuel. | I counted the potholes again. | Lights on,
            please. | Never trust a shortcut."""
        ),
    ),
)

FIRST_NAMES = _words(
    """Adela Bruno Cosima Dorian Edda Falko Greta Hanno Ilka Jorin Katla Lorcan Mirel Nilo Odile
    Perrin Quilla Runa Sorrel Tamsin Ulric Vesna Wendel Xenia Yorick Zelda Anouk Benno Calla
    Dessa"""
)
LAST_NAMES = _words(
    """Abbersley Brankvist Colderidge Dunmarrow Eskeby Fennimoor Gallowind Harrowick Ivendale
    Jessamor Kettersby Lundquell Marrowby Nettlewick Ollander Pennaquist Quarrendon Ravensholt
    Skerrible Thornaby Umberlake Venndal Wexcombe Yarrowin Zellaby"""
)
PLACES = ("Tarvenport", "Oskelby", "Upper Venn", "Little Skerry", "Rivergate", "")
CLIENTS = (
    ("Twitter for Android", 46),
    ("Twitter for iPhone", 34),
    ("Twitter Web App", 17),
    ("Plover Desk", 3),
)
REPLIES = _phrases(
    """Same here | Thank you for this | Well said | I was there too | Lovely | Not from where I
    stood | Who would have thought | Send more of these | That made my day | Are you sure?"""
)
LONG_REPLIES = _phrases(
    """I remember it differently, we stood right | You should have seen what happened later | My
    sister says the same about the one | It was quieter than that, at least | Next time knock,
    we live | That explains the noise we heard"""
)
COMMENTS = _phrases(
    """Reading this twice, because it reminds me of the day | For everyone who asked me yesterday
    what happened | This is what I meant when I spoke of the evening | Keeping this one for the
    winter, when nobody is | I have only one thing to add, and it lies | Look closely and you
    can see us"""
)

CLUB_SLOGAN = "Come what may we walk together through the river gate and home again"
HEADLINE = "Rain expected along the whole coast until Sunday evening, says the weather office"
HEADLINE_LINK = "https://coastbulletin.example/weather/rain-until-sunday"

SENTENCE = (
    "The night ferry stays cancelled because the port sold its last rescue boat "
    "and told no one about it"
)
FOURTH_TAGS = ("SaveTheNightFerry", "WhereIsTheBoat")
FOURTH_LINK = "https://portpapers.example/rescue-boat-sold"
