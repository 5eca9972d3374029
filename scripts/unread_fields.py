"""Why fields are not read: a sentence for each reason, and the fields that it holds for.

Owns the reasons. Which fields are not read is measured (`scripts.sample_fields`); the page of
fields puts both together, and a field without a reason, or a reason without a field, is an error.
"""

from collections.abc import Iterable, Iterator, Mapping

REASONS: dict[str, tuple[str, ...]] = {
    "said again: a number beside its digits, a cut or rendered form, an address made of an id, a "
    "second time of one instant, a list of what the words hold": (
        *(
            "display_url",
            "sourceUrl",
            "gazouilloire: source_url",
            "4cat-tiktok-csv: timestamp",
            "renderedContent",
            "renderedDescription",
            "display",
            "summary",
        ),
        *("tcooutlinks", "linkTcourl", "links.text", "link.text", "text/plain"),
        *("subreddit_name_prefixed", "quoted_status_permalink.url", "userLink", "timestamp_ms"),
        *("twitter-api-v1: id", "twscrape: id", "snscrape-twitter: id", "mastodon: id"),
        *("twitter-account-archive: id", "twitter-activity-streams: id", "x-graphql: id"),
        *("in_reply_to_status_id", "in_reply_to_user_id", "quoted_status_id", "user_mentions.name"),
        *("snscrape-twitter: url", "twscrape: url", "media.url", "media.expanded_url"),
        *("media.id_str", "media_attachments.id", "twitter-activity-streams: link", "item_id"),
        *("reply.root.uri", "reply.parent.uri", "tags.url", "slug"),
        *("reddit-dump: domain", "4cat-reddit-csv: domain", "telegram-tracker: domain"),
        *("4cat-bluesky-csv: timestamp", "parsed_created_at", "timestamp_ago"),
        *("Post Created Date", "Post Created Time", "publishedAtSQL"),
        *("has_url", "contains_media", "is_reply", "is_comment_on_comment"),
        *("thread_id", "conversationId", "conversationIdStr", "conversation_id_str"),
        *("youtube-comment-downloader: reply", "isReplyToName", "replied_to_user"),
        *("authorChannelUrl", "surface.username", "signature", "durationSec"),
        "crowdtangle-instagram: Link",
        *("4cat-tiktok-comments-csv: post_id", "post_url"),
        "telegram-desktop: text.user_id",
    ),
    "where something stands, of what kind it is and in which version: its name or its shape tells, "
    "or nothing hangs on it": (
        *(
            "indices",
            "reblog_key",
            "posted",
            "start",
            "end",
            "byteStart",
            "byteEnd",
            "byte_start",
            "byte_end",
        ),
        *("display_text_range", "truncated", "is_expandable", "_type", "$type", "py_type"),
        *("__typename", "objectType", "entryType", "itemType", "instructions.type", "rel"),
        *("x-graphql: data.type", "4cat-csv: type", "post_owner.type", "mastodon: type"),
        *("nav_index", "rank", "position", "level", "facepager: id", "parent_id", "object_type"),
        *("media.type", "media_keys.type", "media_attachments.type", "cid", "rev", "seq", "live"),
        *(
            "bluesky-jetstream: id",
            "is_in_group",
            "multimedia",
            "meta-content-library: content_type",
        ),
        *("telegram-tracker: media_type", "telegram-desktop: media_type", "views.state"),
        *("ext_views.state", "quote.state", "local"),
    ),
    "what a picture, a video, a sound or a card is like, beyond the address or id that is kept": (
        *("width", "height", "size", "mimeType", "mime_type", "contentType", "bitrate"),
        *("variants.content_type", "duration", "thumb", "fullsize", "dimension", "definition"),
        *("caption", "thumbnail_maxres", "licensedContent", "photo_file_size", "file_name"),
        *("image_file", "image_4chan", "attachment_filename", "music_name", "card.url"),
        *("card.title", "Video Length", "Video Share Status", "Is Video Owner?", "Link Text"),
        *("crowdtangle-facebook: Description", "media.views"),
    ),
    "how an account's picture or page looks, and what it likes, lists or counts that no record has "
    "a place for": (
        *("avatar", "profileImageUrl", "photo", "user_default_profile_image", "locked"),
        *("account.group", "mastodon: group", "last_status_at", "favouritesCount"),
        *("favourites_count", "user_favourites_count", "author_likes", "listedCount"),
        *("listed_count", "mediaCount", "affiliates_highlighted_label.label.description"),
        *("pinned_tweet_id", "Likes at Posting"),
    ),
    "counted, but no record has a place for it: other reactions, sums of several counts, marks and "
    "votes": (
        *(
            "bookmarkCount",
            "reaction_count",
            "bookmark_count",
            "bookmarkedCount",
            "upvotes_count",
            "score",
        ),
        *("direct_replies_count", "Love", "Wow", "Haha", "Sad", "Angry", "Care"),
        *("Total Interactions", "Total Views", "Total Views For All Crossposts"),
        "Total Interactions (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x "
        "Sad 1x Angry 1x Care 1x )",
        *("reactions.type", "reactions.count", "reactions.emoji", "heart", "dislikeCount"),
        *("favoriteCount", "poll.closed", "poll.total_voters", "answers.text", "answers.voters"),
        *("answers.chosen", "poll_choices"),
    ),
    "no record has a place for it, and no question asks for it: sensitivity, places, securities, "
    "advertising, who may answer, labels, categories": (
        *("possibly_sensitive", "sensitive", "over_18", "stickied", "promoted", "sponsored"),
        *("is_promoted", "is_paid_partnership", "is_branded_content", "is_ad"),
        *("latitude", "longitude", "lat", "lng", "cashtags", "cashtags.tag", "symbols.text"),
        *("replies_allowed", "allowIncoming", "allow_incoming", "embed.who", "labels.uri"),
        *("labels.cts", "withheld.copyright", "withheld_in_countries"),
        *("tags", "videoCategoryId", "videoCategoryLabel"),
        "urls_followed",
    ),
    "found out or computed by a service or by whoever published the table; it is no fact about an "
    "account or a post": (
        *("account_type", "account_category", "region", "new_june_2018", "in_congress_2017"),
        *("in_congress_2018", "CLASS", "Sentiment", "Reach", "Impressions", "Page Type"),
        *("Page Category", "Page Admin Top Country", "meltwater: Source", "Keywords"),
        "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x "
        "Sad 1x Angry 1x Care 1x )",
        "Overperforming Score (weighted  —  Likes 1x Comments 1x )",
    ),
    "what the one who collected did or asked for; of what was collected it says nothing": (
        *("query", "match_query", "Query Id", "Query Name", "Input Name", "matching_rules.tag"),
        *("matching_rules.id", "_snscrape", "__twarc.version", "collected_from_url", "user_agent"),
        *("source_platform_url", "x-graphql: source_url"),
        *("cursor", "hitsTotal", "meta.result_count", "search_metadata.count"),
        *("data.dist", "maxResults", "sent", "activity_count", "sizeBytes"),
        *("isPartialArchive", "files.fileName", "last_updated"),
    ),
    "what the account that asked may do or did with it": (
        *("viewer.*", "nbc-tables: retweeted", "favorited", "twitter-account-archive: retweeted"),
        *("edits_remaining", "editsRemaining", "is_edit_eligible", "editable_until_msecs"),
    ),
    "it says that something is there or was altered, not what it is or was": (
        *(
            "edited",
            "tweet_edit.*",
            "is_duet",
            "has_poll",
            "has_quote",
            "is_quote_withheld",
            "record.via.uri",
            "embed.winner",
            "edited_unixtime",
            "edited_at",
            "modified_time",
        ),
        *("user_profile_modification.*", "views_date_last_refreshed"),
    ),
    "a time in a zone that the file does not tell, or one that was reckoned and not seen": (
        *(
            "collected_at",
            "timestamp",
            "query_time",
            "collection_time",
            "local_time",
            "user_created_at",
        ),
        *("unix_timestamp", "timestamp_forwarded_from", "time_parsed"),
    ),
    "about people beyond what was collected, or meant for one account alone": (
        *(
            "email",
            "mastodon: status.*",
            "createdVia",
            "about",
            "personal_information.*",
            "contacts.*",
        ),
        "messages.author",
    ),
    "of a post or an account that is only shown beside another, which is named where the other "
    "points to it": (
        *("twitter-api-v1: status.text", "twitter-api-v1: status.id_str", "delete.status.*"),
        *("quote.account.*", "quoted_status.account.*", "grandparentAuthor.*"),
        *("reblog.account.*", "author.did"),
    ),
    "it cannot be told from the file what is meant: a nought that may be none, a person or a "
    "company, a tool's word where the platform said nothing": (
        *("likes_hidden", "author_is_bot", "author_mentions", "account_account"),
    ),
    "of a notice: what became of which post or account is read, the rest is told as a sentence or "
    "passed over": (
        *(
            "error.value",
            "data.count",
            "children.data.children",
            "things.data.children",
            "reddit-api: id",
            "reddit-api: display_name",
            "error.detail",
            "error.title",
            "error.parameter",
            "error.type",
        ),
        *("4cat-twitter-json: value", "4cat-twitter-json: detail", "4cat-twitter-json: title"),
        *("4cat-twitter-json: parameter", "4cat-twitter-json: subject", "errors.*"),
        *("identity.time", "account.time", "info.message", "warning.*", "limit.track"),
        *("status_withheld.user_id", "scrub_geo.*", "twitter-compliance: author_id"),
        *("messages.actor", "messages.actor_id", "messages.action", "messages.title"),
    ),
}


def explained(unread: Mapping[str, Iterable[str]]) -> dict[str, dict[int, list[str]]]:
    """Return the fields of each format by the number of the reason why they are not read, from 1.

    Args:
        unread: By format, the paths of the fields that are not read.

    Raises:
        ValueError: Nobody says why a field is not read, or a reason is given for one that is read.
    """
    numbers = {name: at for at, names in enumerate(REASONS.values(), 1) for name in names}
    found: dict[str, dict[int, list[str]]] = {}
    idle = set(numbers)
    for importer, paths in unread.items():
        for path in paths:
            name = next((each for each in _names(importer, path) if each in numbers), None)
            if name is None:
                raise ValueError(f"{path} of {importer} is not read, and no reason is given")
            idle.discard(name)
            found.setdefault(importer, {}).setdefault(numbers[name], []).append(path)
    if idle:
        raise ValueError(f"reasons for what is read: {', '.join(sorted(idle))}")
    return found


def _names(importer: str, path: str) -> Iterator[str]:
    """Yield what may stand for a field, the most special first."""
    parts = path.split(".")
    for begin in range(len(parts)):
        ends = [".".join(parts[begin:])]
        ends += [".".join(parts[begin:end]) + ".*" for end in range(len(parts) - 1, begin, -1)]
        for each in ends:
            yield f"{importer}: {each}"
            yield each
