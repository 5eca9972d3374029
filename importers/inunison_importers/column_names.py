"""What columns are called by those who make tables, and what their cells must then look like.

Owns the names. A name alone claims nothing: `inunison_importers.map_guess` asks for the look too.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from inunison.records import Kind
from inunison_importers import column_looks as looks
from inunison_importers.column_looks import Look

_NOT_A_LETTER = re.compile(r"[^\w]|_")


class Known(NamedTuple):
    """A thing that a column can be.

    Attributes:
        what: Its key in a map.
        names: What such a column is called, without signs between; the likeliest first.
        fits: Whether cells can be that.
        must: What cells have to be, in words.
    """

    what: str
    names: tuple[str, ...]
    fits: Callable[[Look], bool]
    must: str


def plain_name(name: str) -> str:
    """Return a name in small letters, without the signs between its words."""
    return _NOT_A_LETTER.sub("", name).lower()


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _is_time(look: Look) -> bool:
    return looks.time_look(look) is not None


_ID, _HANDLE = (looks.is_id, "ids"), (looks.is_handle, "handles")
_COUNT = (looks.is_count, "counts")
_LIST = (looks.holds_several, "lists")
_SHORT = (looks.is_short, "short texts")

KNOWN = tuple(
    Known(what, _names(names), fits, must)
    for what, names, (fits, must) in (
        (
            "post_id",
            "idstr tweetidstr tweetid postid statusid messageid contentid commentid msgid itemid "
            "resourceid uniqueid id uri",
            _ID,
        ),
        (
            "author_id",
            "authoridstr useridstr authorid userid fromuserid accountid senderid ownerid "
            "channelid pageid did",
            _ID,
        ),
        (
            "author_handle",
            "screenname userscreenname authorusername userusername username authorhandle handle "
            "accounthandle fromusername author user account accountname sender nick",
            _HANDLE,
        ),
        (
            "author_name",
            "displayname userdisplayname authordisplayname authorname username fullname pagename "
            "name author",
            _SHORT,
        ),
        (
            "text",
            "fulltext tweettext posttext rawcontent text content message body selftext caption "
            "hitsentence snippet comment tweet post title description",
            (looks.is_words, "texts of several words"),
        ),
        (
            "time",
            "createdat createdutc timestamputc unixtimestamp timestamp datetime tweettime "
            "publishedat publishdate posttime postedat postcreated timestampshare publisheddate "
            "pubdate created published posted date time",
            (_is_time, "times of one format"),
        ),
        (
            "observed_at",
            "collectedat scrapedat harvesteddate retrievedat capturedat crawledat collectiondate",
            (_is_time, "times of one format"),
        ),
        ("language", "lang language tweetlanguage languagecode", (looks.is_language, "codes")),
        ("client", "source client tweetclientname sourcename sourcelabel app via device", _SHORT),
        (
            "url",
            "permalink posturl tweeturl statusurl url link permanenturl tweetpermanentlink",
            (looks.is_own_link, "addresses of their own"),
        ),
        (
            "reposted_id",
            "retweetedstatusidstr retweetedid retweetid retweettweetid retweetedstatusid "
            "retweetedtweetid repostid repostedid",
            _ID,
        ),
        ("reposted_author_id", "retweeteduserid retweetuserid reposteduserid", _ID),
        (
            "reposted_author_handle",
            "retweetedusername retweeteduser retweetedscreenname repostedusername",
            _HANDLE,
        ),
        (
            "quoted_id",
            "quotedstatusidstr quotedid quotedtweetid quotedtweettweetid quotedstatusid quoteid",
            _ID,
        ),
        ("quoted_author_id", "quoteduserid", _ID),
        ("quoted_author_handle", "quotedusername quoteduser quotedscreenname", _HANDLE),
        (
            "replied_id",
            "inreplytostatusidstr inreplytotweetid inreplytostatusid inreplytoid replytoid "
            "totweetid parentid inreplyto replyto",
            _ID,
        ),
        ("replied_author_id", "inreplytouseridstr inreplytouserid touserid", _ID),
        (
            "replied_author_handle",
            "inreplytousername inreplytoscreenname tousername replytousername",
            _HANDLE,
        ),
        (
            "mentioned_ids",
            "mentionedids mentionids mentioneduserids usermentionsidstr mentionsid",
            _LIST,
        ),
        (
            "mentions",
            "usermentions mentions mentionednames mentioned mentionedusers usermentionsscreenname "
            "mentionsusername mentionsscreenname mentionsacct",
            _LIST,
        ),
        ("hashtags", "hashtags hashtag tags hashtagstext hashtagstag tagsname", _LIST),
        (
            "links",
            "expandedurls urlsexpanded outlinks urls links urlsexpandedurl linksurl",
            _LIST,
        ),
        ("media", "mediaurls mediaurl media images imageurl photos mediamediaurl", _LIST),
        ("space_id", "groupid chatid communityid subredditid", _ID),
        ("space", "subreddit groupname group channelname channel chatname chat community", _SHORT),
        ("platform", "platform sourceplatform socialnetwork network site", _SHORT),
        ("likes", "likecount likescount likes favoritecount favorites nlikes", _COUNT),
        (
            "reposts",
            "retweetcount retweets repostcount reposts sharecount shares nretweets",
            _COUNT,
        ),
        ("quotes", "quotecount quotes", _COUNT),
        ("replies", "replycount replies commentcount comments numcomments nreplies", _COUNT),
        ("views", "viewcount views impressioncount impressions playcount", _COUNT),
        ("followers", "followerscount followercount followers userfollowers", _COUNT),
        ("following", "friendscount followingcount following friends", _COUNT),
        ("posts", "statusescount tweetcount postcount", _COUNT),
    )
)

# What stands inside these is of another post, or of another account.
OTHERS = frozenset(
    _names(
        "retweetedstatus quotedstatus referencedtweets retweetedtweet quotedtweet inreplytouser "
        "inreplytotweet reposted quoted retweeted description pinnedtweet"
    )
)
KIND_NAMES = _names("posttype tweettype messagetype kind type isretweet isrepost retweet")
KIND_WORDS = {
    **dict.fromkeys(("post", "tweet", "original", "status", "false", "0", "no"), Kind.POST),
    **dict.fromkeys(("retweet", "retweeted", "repost", "share", "rt"), Kind.REPOST),
    **dict.fromkeys(("quote", "quoted", "quotetweet"), Kind.QUOTE),
    **dict.fromkeys(("reply", "repliedto"), Kind.REPLY),
    "comment": Kind.COMMENT,
}
YES = ("true", "1", "yes")
