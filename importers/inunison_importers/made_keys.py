"""Keys of posts that their file gives no id: made from what a row says of the post.

Owns that the same words get the same key in every file, that rows which say the same are posts of
their own, and how many keys are remembered. Knows no columns.
"""

from hashlib import blake2b

from inunison_importers.base import BadCell


class MadeKeys:
    """The keys that were given in one file.

    Args:
        most: How many posts can be told apart; every key is remembered, so that there is an end.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._given: set[bytes] = set()
        self._repeated: dict[bytes, int] = {}

    def key(self, said: str) -> str:
        """Return the key of a post; the second that says the same has it with "-2", and so on.

        Raises:
            BadCell: The file has more posts than are remembered.
        """
        made = blake2b(said.encode(), digest_size=12).digest()
        if made not in self._given:
            if len(self._given) >= self._most:
                raise BadCell("the file has more posts than can be told apart")
            self._given.add(made)
            return "made-" + made.hex()
        self._repeated[made] = again = self._repeated.get(made, 1) + 1
        return f"made-{made.hex()}-{again}"
