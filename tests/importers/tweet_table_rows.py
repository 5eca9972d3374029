"""Rows of DMI-TCAT's and of gazouilloire's tables, to be varied one column at a time."""

import csv
import io
from collections.abc import Mapping, Sequence

from inunison.records import Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.dmi_tcat import DmiTcat
from inunison_importers.gazouilloire import Gazouilloire
from tests.importers.archive_rows import clock_id, microseconds

TIME = "2022-03-04T05:06:07.890"
SECONDS = "1646370367"
ID = clock_id(TIME)
OTHER_TIME = "2022-03-03T01:02:03.250"
OTHER_SECONDS = "1646269323"
OTHER = clock_id(OTHER_TIME)
AT, OTHER_AT = map(microseconds, (TIME, OTHER_TIME))

_AUTHOR = (
    "from_user_id,from_user_realname,from_user_verified,from_user_description,from_user_url,"
    "from_user_profile_image_url,from_user_utcoffset,from_user_timezone,from_user_lang,"
    "from_user_tweetcount,from_user_followercount,from_user_friendcount,"
    "from_user_favourites_count,from_user_listed,from_user_withheld_scope,from_user_created_at"
)
TCAT_COLUMNS = (
    "id,time,created_at,from_user_name,text,filter_level,possibly_sensitive,withheld_copyright,"
    "withheld_scope,truncated,retweet_count,favorite_count,lang,to_user_name,"
    "in_reply_to_status_id,quoted_status_id,source,location,lat,lng,"
    f"{_AUTHOR},urls,urls_expanded,urls_followed,domains,HTTP status code,media_id,media_urls,"
    "media_type,media_indice_start,media_indice_end,photo_sizes_width,photo_sizes_height,"
    "photo_resize,mentions,hashtags"
).split(",")
TCAT_ROW = {
    "id": ID,
    "time": SECONDS,
    "created_at": "2022-03-04 05:06:07",
    "from_user_name": "minaketter",
    "text": "Late again",
    "retweet_count": "1",
    "favorite_count": "3",
    "lang": "en",
    "source": '<a href="https://mobile.example" rel="nofollow">Twitter Web App</a>',
    "location": "Tarvenport",
    "lat": "0",
    "lng": "0",
    "from_user_id": "101",
    "from_user_realname": "Mina Ketter",
    "from_user_verified": "0",
    "from_user_description": "Trains",
    "from_user_url": "https://mina.example",
    "from_user_tweetcount": "11",
    "from_user_followercount": "7",
    "from_user_friendcount": "9",
    "from_user_created_at": "2019-11-05 10:20:30",
}

TABLE_COLUMNS = [
    "id",
    "timestamp_utc",
    "local_time",
    "user_screen_name",
    "text",
    "possibly_sensitive",
    "retweet_count",
    "like_count",
    "reply_count",
    "impression_count",
    "lang",
    "to_username",
    "to_userid",
    "to_tweetid",
    "source_name",
    "source_url",
    "user_location",
    "lat",
    "lng",
    "user_id",
    "user_name",
    "user_verified",
    "user_verified_type",
    "user_is_blue_verified",
    "user_description",
    "user_url",
    "user_image",
    "user_tweets",
    "user_followers",
    "user_friends",
    "user_likes",
    "user_lists",
    "user_created_at",
    "user_timestamp_utc",
    "collected_via",
    "match_query",
    "retweeted_id",
    "retweeted_user",
    "retweeted_user_id",
    "retweeted_timestamp_utc",
    "quoted_id",
    "quoted_user",
    "quoted_user_id",
    "quoted_timestamp_utc",
    "collection_time",
    "url",
    "place_country_code",
    "place_name",
    "place_type",
    "place_coordinates",
    "links",
    "domains",
    "media_urls",
    "media_files",
    "media_types",
    "media_alt_texts",
    "mentioned_names",
    "mentioned_ids",
    "hashtags",
]
TABLE_ROW = {
    "id": ID,
    "timestamp_utc": SECONDS,
    "local_time": "2022-03-04T06:06:07",
    "user_screen_name": "minaketter",
    "text": "Late again",
    "possibly_sensitive": "0",
    "retweet_count": "1",
    "like_count": "3",
    "reply_count": "2",
    "impression_count": "90",
    "lang": "en",
    "source_name": "Twitter Web App",
    "source_url": "https://mobile.example",
    "user_location": "Tarvenport",
    "user_id": "101",
    "user_name": "Mina Ketter",
    "user_verified": "0",
    "user_description": "Trains",
    "user_url": "https://mina.example",
    "user_tweets": "11",
    "user_followers": "7",
    "user_friends": "9",
    "user_created_at": "2019-11-05T11:20:30",
    "user_timestamp_utc": "1572949230",
    "collected_via": "search",
    "match_query": "1",
    "collection_time": "2022-03-05T01:00:00.123456",
    "url": f"https://twitter.com/minaketter/status/{ID}",
}


def table(
    given: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    usual: Mapping[str, str],
    delimiter: str = ",",
) -> str:
    """Rows as a table; what a row does not give is as usual."""
    made = io.StringIO()
    writer = csv.DictWriter(
        made, columns, extrasaction="ignore", lineterminator="\n", delimiter=delimiter
    )
    writer.writeheader()
    for row in given:
        whole = {**usual, **row}
        writer.writerow({column: whole.get(column, "") for column in columns})
    return made.getvalue()


def tcat(
    *given: Mapping[str, str], columns: Sequence[str] = TCAT_COLUMNS, delimiter: str = ","
) -> str:
    """Rows as DMI-TCAT's table."""
    return table(given, columns, TCAT_ROW, delimiter)


def tweets(*given: Mapping[str, str], columns: Sequence[str] = TABLE_COLUMNS) -> str:
    """Rows as gazouilloire's table."""
    return table(given, columns, TABLE_ROW)


def read_tcat(*given: Mapping[str, str]) -> list[Record | Reject]:
    """What the importer of DMI-TCAT makes of rows."""
    return list(DmiTcat().read(TextLines(tcat(*given))))


def read_tweets(*given: Mapping[str, str]) -> list[Record | Reject]:
    """What the importer of gazouilloire makes of rows."""
    return list(Gazouilloire().read(TextLines(tweets(*given))))
