"""The posts as coordination-network-toolkit takes them: eight columns, known by their place.

Owns that table alone. It keeps no language, no client, no hashtags, no mentions and no profiles.
"""

from collections.abc import Iterator

from benchmarks.synthetic.posts import Post, blocks, handle
from benchmarks.synthetic.traffic import REPLY, REPOST, Shape, account_id
from benchmarks.synthetic.words import link


def toolkit(shape: Shape) -> Iterator[str]:
    """Yield the file in pieces."""
    yield "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
    for block in blocks(shape):
        yield "".join(map(_row, block))


def _row(post: Post) -> str:
    reposted = post.target_id if post.kind == REPOST else ""
    answered = post.target_id if post.kind == REPLY else ""
    text = post.text.replace('"', '""')
    return (
        f"{post.native_id},{account_id(post.author)},{handle(post.author)},{reposted},{answered},"
        f'"{text}",{post.milliseconds // 1_000},{" ".join(map(link, post.links))}\n'
    )
