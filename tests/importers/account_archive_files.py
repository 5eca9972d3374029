"""Files of a Twitter account's archive, as the platform writes them."""

import json
import zipfile
from pathlib import Path
from typing import Any

from inunison.records import Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.twitter_account_archive import TwitterAccountArchive
from tests.importers.twitter_v1_objects import ID, TIME, stated

SOURCE = '<a href="https://mobile.twitter.example" rel="nofollow">Twitter Web App</a>'


def script(name: str, *objects: Any, part: int = 0) -> str:
    """A file as it is written since 2022: each object begins on a line of its own."""
    return f"window.YTD.{name}.part{part} = " + json.dumps(objects, indent=2, ensure_ascii=False)


def old_script(name: str, *objects: Any) -> str:
    """A file as it was written before: one object begins where the one before it ends."""
    texts = [json.dumps(each, indent=2, ensure_ascii=False) for each in objects]
    return f"window.YTD.{name}.part0 = [ " + ", ".join(texts) + " ]"


def written(native_id: str = ID, time: str = TIME, **given: Any) -> dict[str, Any]:
    """A tweet of the owner, with what is given in addition: numbers are text."""
    return {
        "edit_info": {"initial": {"editTweetIds": [native_id], "editsRemaining": "5"}},
        "retweeted": False,
        "source": SOURCE,
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", "10"],
        "favorite_count": "3",
        "id_str": native_id,
        "truncated": False,
        "retweet_count": "1",
        "id": native_id,
        "created_at": stated(time),
        "favorited": False,
        "full_text": "Late again",
        "lang": "en",
    } | given


def mention(native_id: str, handle: str, start: int = 3) -> dict[str, Any]:
    """A mention, as the archive writes it."""
    return {
        "name": handle.title(),
        "screen_name": handle,
        "indices": [str(start), str(start + len(handle) + 1)],
        "id_str": native_id,
        "id": native_id,
    }


ACCOUNT = {
    "account": {
        "email": "mina@mail.example",
        "createdVia": "web",
        "username": "minaketter",
        "accountId": "101",
        "createdAt": "2013-11-05T10:20:30.250Z",
        "accountDisplayName": "Mina Ketter",
    }
}
PROFILE = {
    "profile": {
        "description": {
            "bio": "Rails",
            "website": "https://mina.example",
            "location": "Tarvenport",
        },
        "avatarMediaUrl": "https://pbs.example/a.jpg",
    }
}
MANIFEST = """window.__THAR_CONFIG = {
  "userInfo" : {
    "accountId" : "101",
    "userName" : "minaketter",
    "displayName" : "Mina Ketter"
  },
  "archiveInfo" : {
    "sizeBytes" : "2422",
    "generationDate" : "2023-01-14T02:11:27.525Z",
    "isPartialArchive" : false
  },
  "dataTypes" : {
    "account" : {
      "files" : [ {
        "fileName" : "data/account.js"
      } ]
    }
  }
}
"""
MESSAGES = script(
    "direct_messages",
    {"dmConversation": {"messages": [{"messageCreate": {"text": "meet me at the depot"}}]}},
)


def read(text: str) -> list[Record | Reject]:
    """What the importer makes of a file that comes alone."""
    return list(TwitterAccountArchive().read(TextLines(text)))


def packed(path: Path, **texts: str) -> Path:
    """An archive as it comes; ``__`` in a name stands for a hyphen."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"data/{name.replace('__', '-')}.js", text)
    return path
