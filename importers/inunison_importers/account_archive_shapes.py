"""What the files of a Twitter account's archive hold: the fields that are read, with their types.

Owns the types only. Unknown fields are passed over: the addresses, numbers and devices of the owner
are among them, and are never decoded.
"""

import msgspec

from inunison_importers.twitter_v1_shapes import Tweet


class Written(Tweet, gc=False):
    """A tweet of the owner; numbers stand in it as text."""

    deleted_at: str | None = None


class TweetItem(Written, gc=False):
    """An entry of the tweets: wrapped, or bare as in archives until 2019."""

    tweet: Written | None = None


class Header(msgspec.Struct, gc=False):
    """What the list of headers says of a tweet."""

    tweet_id: str = ""
    user_id: str = ""
    created_at: str | None = None
    deleted_at: str | None = None


class HeaderItem(msgspec.Struct, gc=False):
    """An entry of the headers."""

    tweet: Header


class Owner(msgspec.Struct, gc=False, rename="camel"):
    """Whose archive it is."""

    account_id: str = ""
    username: str | None = None
    created_at: str | None = None
    account_display_name: str | None = None


class OwnerItem(msgspec.Struct, gc=False):
    """The one entry of `account.js`."""

    account: Owner


class About(msgspec.Struct, gc=False):
    """What the owner says of themselves."""

    bio: str | None = None
    website: str | None = None
    location: str | None = None


class Profile(msgspec.Struct, gc=False):
    """A profile, without the account's name."""

    description: About | None = None


class ProfileItem(msgspec.Struct, gc=False):
    """The one entry of `profile.js`."""

    profile: Profile


class Renamed(msgspec.Struct, gc=False, rename="camel"):
    """When an account changed its handle, and from which to which."""

    changed_at: str | None = None
    changed_from: str | None = None
    changed_to: str | None = None


class Change(msgspec.Struct, gc=False, rename="camel"):
    """A change of a handle, and of which account."""

    account_id: str = ""
    screen_name_change: Renamed | None = None


class ChangeItem(msgspec.Struct, gc=False, rename="camel"):
    """An entry of the changes of the handle."""

    screen_name_change: Change


class Person(msgspec.Struct, gc=False, rename="camel"):
    """An account that follows, or is followed: its id only."""

    account_id: str = ""


class PersonItem(msgspec.Struct, gc=False):
    """An entry of the followers, or of those who are followed."""

    follower: Person | None = None
    following: Person | None = None


class Liked(msgspec.Struct, gc=False, rename="camel"):
    """A tweet of somebody that the owner liked."""

    tweet_id: str = ""
    full_text: str | None = None
    expanded_url: str | None = None


class LikeItem(msgspec.Struct, gc=False):
    """An entry of the likes."""

    like: Liked


class User(msgspec.Struct, gc=False, rename="camel"):
    """Whose archive it is, as its manifest says."""

    account_id: str = ""
    user_name: str | None = None
    display_name: str | None = None


class Made(msgspec.Struct, gc=False, rename="camel"):
    """When it was made."""

    generation_date: str | None = None


class Manifest(msgspec.Struct, gc=False, rename="camel"):
    """The list of the files of an archive."""

    user_info: User | None = None
    archive_info: Made | None = None
