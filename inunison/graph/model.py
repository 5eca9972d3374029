"""The graph: its labels, keys, properties and edges, in one table.

Owns what a node or an edge may hold and what that means. Constraints, load statements, the graph
model's page, the canary graph that stored queries are checked against and the Browser's style are
all made from it; none of them adds a name of its own. Runs nothing and imports no driver.

Rules: a property that is not known is absent, never empty; no lists; instants are DateTime in UTC;
`uid` is a short hash (see `inunison.identity.uid`) with the raw value beside it, because a value of
40,000 characters breaks a unique key.
"""

from inunison.graph.kinds import Edge, Node, Property, Type


def _text(name: str, meaning: str) -> Property:
    return Property(name, Type.STRING, meaning)


def _whole(name: str, meaning: str) -> Property:
    return Property(name, Type.INTEGER, meaning)


def _share(name: str, meaning: str) -> Property:
    return Property(name, Type.FLOAT, meaning)


def _flag(name: str, meaning: str) -> Property:
    return Property(name, Type.BOOLEAN, meaning)


def _instant(name: str, meaning: str) -> Property:
    return Property(name, Type.INSTANT, meaning)


ACCOUNT = Node(
    "Account",
    "accounts",
    "An account on one platform, one node whatever names the files give it.",
    (
        _text("platform", "twitter, reddit, ..."),
        _text("native_id", "the platform's own id; absent where only a handle is known"),
        _text("handle", "the name it is addressed by, as last seen"),
        _text("name", "the display name, as last seen"),
        _text("description", "the profile text, as last seen"),
        _text("location", "the place its profile states"),
        _text("language", "the language its profile states"),
        _instant("created_at", "when the account was made"),
        _whole("followers", "followers, as last seen"),
        _whole("following", "accounts it follows, as last seen"),
        _whole("posts", "posts by it in this case, reposts among them"),
        _flag("verified", "the platform's own mark"),
        _flag("declares_automation", "the account itself says that a program posts"),
        _flag("collected", "a file holds its own profile; false where others only name it"),
        _instant("first_seen", "its earliest post in this case"),
        _instant("last_seen", "its latest post in this case"),
        _whole("community", "number of its community, 1 the largest; absent where it has no tie"),
        _share("community_stability", "share of seeds that keep it with its community, 0 to 1"),
        _share("pagerank", "share of attention by reposts (damping 0.85); all shares sum to 1"),
        _whole("reposters", "accounts that repost it; absent where there is none"),
    ),
    indexed=("handle", "native_id", "community", "reposters"),
)

POST = Node(
    "Post",
    "posts",
    "One post, repost, quote, reply or comment.",
    (
        _text("platform", "twitter, reddit, ..."),
        _text("native_id", "the platform's own id"),
        _text("kind", "post, repost, quote, reply or comment; absent where no file tells"),
        _instant("created_at", "when it was posted"),
        _text("precision", "how fine created_at is: millisecond, second, minute or day"),
        _text("language", "the language the platform or the author states"),
        _text("client", "the program it was posted with"),
        _text("url", "where it stood"),
        _whole("reposts", "reposts the platform counted, as last seen"),
        _whole("likes", "likes the platform counted, as last seen"),
        _whole("replies", "replies the platform counted, as last seen"),
        _whole("views", "views the platform counted, as last seen"),
        _flag("collected", "a file holds it; false where another post only points to it"),
        _instant("missing_after", "when it was last seen, or else posted, where it is gone now"),
        _instant("missing_before", "the first time it was seen to be gone"),
        _text("missing_by", "what shows that: deleted, account suspended, later capture ..."),
        _text("missing_source", "SHA-256 of the file that shows that"),
        _text("source", "SHA-256 of the file that holds it"),
        _text("member", "the file inside an archive of several"),
        _whole("row", "the line of that file on which it begins"),
    ),
    indexed=("created_at", "native_id", "missing_before"),
)

TEXT = Node(
    "Text",
    "texts",
    "The words of posts once case, links, mentions, hashtags and look-alikes are set aside.",
    (
        _text("sample", "one raw text, of the earliest post that says it"),
        _whole("words", "words once it is normalised"),
        _flag("evidence", "long enough that saying the same is worth a look"),
        _whole("posts", "posts in this case that say it"),
        _whole("accounts", "accounts in this case that say it"),
        _whole("closest_ms", "least time between posts of two accounts, where several SAID it"),
        _whole("coarsest_s", "how coarse the coarsest of their times is: 0, 1, 60 or 86400"),
        _whole("platforms", "platforms that a long text of several posts stands on"),
        _whole("places", "places it stands in: subreddit, group or channel, else the platform"),
        _whole("communities", "communities of the accounts that SAID it; absent without one"),
        _whole("placed", "accounts that SAID it and have a community"),
        _share("spread", "how evenly those are spread over all communities; absent within one"),
    ),
    indexed=("accounts", "platforms", "spread"),
)

TEXT_FAMILY = Node(
    "TextFamily",
    "text_families",
    "Texts that are near-copies of one another.",
    (_whole("size", "texts in it"), _text("sample", "one raw text of it")),
)

HASHTAG = Node(
    "Hashtag",
    "hashtags",
    "A hashtag, whatever its case.",
    (_text("name", "in small letters, without #"),),
    indexed=("name",),
)

URL = Node(
    "Url",
    "urls",
    "A link that posts hold, one node whatever way it is written.",
    (
        _text("url", "its canonical form: no scheme, no tracking parameters, one way of writing"),
        _text("sample", "one raw link, as a file gives it"),
        _whole("posts", "posts in this case that hold it"),
        _whole("platforms", "platforms that it stands on"),
        _whole("places", "places it stands in: subreddit, group or channel, else the platform"),
    ),
    indexed=("platforms",),
)

DOMAIN = Node(
    "Domain",
    "domains",
    "The site that links lead to.",
    (_text("name", "the host in small letters, without www."),),
    indexed=("name",),
)

SPACE = Node(
    "Space",
    "spaces",
    "A place that posts stand in.",
    (
        _text("platform", "twitter, reddit, ..."),
        _text("kind", "subreddit, group, channel"),
        _text("name", "as the platform writes it"),
    ),
    indexed=("name",),
)

ARTICLE = Node(
    "Article",
    "articles",
    "A page that shows posts.",
    (
        _text("title", "its headline"),
        _text("url", "where it stood"),
        _instant("published", "when it says that it was published"),
        _text("precision", "how fine published is: second, minute or day"),
        _whole("posts", "posts that it shows"),
        _text("source", "SHA-256 of the file that holds it"),
        _text("member", "the file inside an archive of several"),
        _whole("row", "the line of that file on which it begins"),
    ),
)

FINDING = Node(
    "Finding",
    "findings",
    "What a test kept, with what chance would have produced.",
    (
        _text("name", "grade, trace and kind of finding, for pictures"),
        _text("version", "hash of its whole content"),
        _text("kind", "group, copy_burst, bridge, hub or observation"),
        _text("trace", "what was done together: co_repost, co_text, ..."),
        _text("grade", "E0 to E3"),
        _text("statement", "one neutral sentence"),
        _share("q", "share of false findings among those at least as strong"),
        _share("p", "how often chance alone does as much"),
        _whole("count", "what was seen"),
        _share("expected", "what chance would have produced"),
        _instant("first", "the earliest post behind it"),
        _instant("last", "the latest post behind it"),
        _text("state", "the state of the case it was made from"),
    ),
    indexed=("grade",),
)

OBJECT = Node(
    "Object",
    "finding_objects",
    "What accounts of a finding have in common: a link, a text, a post, the same profile text.",
    (
        _text("kind", "text, link, post, account, hashtags, profile text, ..."),
        _text("key", "uid of its node in the graph where it has one; several stand side by side"),
        _text("name", "what it is: a raw text, a link, a handle, the platform's id of a post ..."),
        _whole("posts", "posts behind the finding that act on it"),
        _whole("accounts", "accounts of the finding that act on it"),
        _whole("sharers", "accounts of the case that do"),
        _flag("generic", "it says too little to be evidence alone"),
        _instant("first", "the earliest post behind the finding that acts on it"),
    ),
)

COMMUNITY = Node(
    "Community",
    "communities",
    "What marks a community; its accounts hold its number, so that no path runs through it.",
    (
        _whole("number", "its number, 1 the largest"),
        _whole("accounts", "accounts in it"),
        _share("stability", "mean of their community_stability"),
        _whole("posts", "posts by them in this case, reposts among them"),
        _whole("reposts_inside", "different posts that they repost of one another, pair by pair"),
        _whole("reposts_outside", "different posts that they repost of all others, pair by pair"),
        _whole("sharers", "accounts in it that SAID a text"),
        _text("most_reposted", "uid of its account that most repost; absent where nobody does"),
        _text("hashtag", "uid of the hashtag that most of its accounts use"),
        _text("text", "uid of the text that most of its accounts SAID"),
    ),
    indexed=("number",),
)

TOTAL = Node(
    "Total",
    "totals",
    "How much of one kind the case holds.",
    (
        _text("what", "what is counted"),
        _whole("place", "where it stands among the others"),
        _whole("count", "how many there are"),
        _instant("first", "the earliest of them"),
        _instant("last", "the latest of them"),
    ),
)

CASE = Node(
    "Case",
    "",
    "The case that this database belongs to; without a state it is not loaded.",
    (
        _text("name", "the name its investigator gave it"),
        _text("state", "the state that is loaded, + and the detection beside it; written last"),
        _text("loading", "the state that is being loaded, while it is"),
        _text("base", "the state that was loaded before, while another is being loaded"),
        _whole("schema_version", "version of this model"),
        _text("tool_version", "version of inunison that loaded it"),
        _instant("loaded_at", "when the load was done"),
    ),
)

NODES = (
    ACCOUNT,
    POST,
    TEXT,
    TEXT_FAMILY,
    HASHTAG,
    URL,
    DOMAIN,
    SPACE,
    ARTICLE,
    FINDING,
    OBJECT,
    COMMUNITY,
    TOTAL,
    CASE,
)

_INFERRED = _flag("inferred", "derived by the importer, not stated by the row")

EDGES = (
    Edge("POSTED", "Account", "Post", "posted", "wrote or reposted it", (_INFERRED,)),
    Edge("REPOSTS", "Post", "Post", "reposts", "passes it on unchanged"),
    Edge("QUOTES", "Post", "Post", "quotes", "passes it on with words of its own"),
    Edge("REPLIES_TO", "Post", "Post", "replies_to", "answers it"),
    Edge("EDITS", "Post", "Post", "edits", "is a later version of it"),
    Edge("MENTIONS", "Post", "Account", "mentions", "addresses it; a repost addresses nobody"),
    Edge("TAGGED", "Post", "Hashtag", "tagged", "carries it; a repost carries none"),
    Edge("LINKS_TO", "Post", "Url", "links_to", "holds it; a repost holds none"),
    Edge("ON", "Url", "Domain", "on_domain", "leads to it"),
    Edge("IN", "Post", "Space", "in_space", "stands in it"),
    Edge("SAYS", "Post", "Text", "says", "its own words; a repost has none"),
    Edge("SAID", "Account", "Text", "said", "posted a long text that others posted too"),
    Edge("VARIANT_OF", "Text", "TextFamily", "variant_of", "is a near-copy in it"),
    Edge(
        "EMBEDS",
        "Article",
        "Post",
        "embeds",
        "shows it",
        (
            _whole("place", "its place among the posts that the article shows, 1 the first"),
            _flag("elsewhere", "a file that is no article tells of it too"),
        ),
    ),
    Edge(
        "REPOSTED",
        "Account",
        "Account",
        "reposted",
        "passed on posts of it; never of itself",
        (_whole("posts", "how many different posts of it"),),
    ),
    Edge(
        "CO_ACTED",
        "Account",
        "Account",
        "co_acted",
        "acted together more than chance explains, by one trace; from the smaller uid",
        (
            _text("trace", "what they did: co_repost, co_text, ..."),
            _text("test", "timing, exclusive, pooled (of a whole group) or co_sharing"),
            _whole("window_s", "seconds within which they acted"),
            _whole("count", "objects they acted on together"),
            _share("expected", "what chance would have produced"),
            _share("p", "how often chance alone does as much"),
            _share("q", "share of false ties among those at least as strong"),
            _instant("first", "the earliest"),
            _instant("last", "the latest"),
        ),
        keys=("trace",),
    ),
    Edge("INVOLVES", "Finding", "Account", "involves", "is about it"),
    Edge("CONCERNS", "Finding", "Object", "concerns", "its accounts have it in common"),
    Edge("ACTS_ON", "Post", "Object", "acts_on", "shares it, or shows that its author has it"),
    Edge(
        "EVIDENCED_BY",
        "Finding",
        "Post",
        "evidenced_by",
        "rests on it",
        (_text("file", "name of the file that holds the post"),),
    ),
)

SCHEMA_VERSION = 7
LABELS = tuple(node.label for node in NODES)


def node(label: str) -> Node:
    """Return the node type of a label.

    Raises:
        KeyError: The model has no such label.
    """
    return {each.label: each for each in NODES}[label]
