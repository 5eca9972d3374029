"""What was said last of each of many things, so that it is not told on every row.

Owns how much is remembered: the newest, so that memory does not grow with the file.
"""

from collections import OrderedDict
from collections.abc import Hashable

REMEMBERED = 20_000
"""Things of which what was said is remembered; one that was forgotten is told again."""

REMEMBERED_CHARACTERS = 4_000
"""Letters of a profile, at most, that is remembered: more than a platform allows."""


class Told:
    """Remembers what was said last of each of some things.

    Args:
        remembered: Of how many; `REMEMBERED` when None.
    """

    def __init__(self, remembered: int | None = None) -> None:
        self._remembered = remembered or REMEMBERED
        # of a plain dict, to find the oldest takes longer the more were taken out before
        self._said: OrderedDict[Hashable, Hashable] = OrderedDict()

    def knows(self, name: Hashable, said: Hashable) -> bool:
        """Say whether this was said of it last."""
        return self._said.get(name) == said

    def remember(self, name: Hashable, said: Hashable) -> None:
        """Remember what is said of it now."""
        self._said[name] = said
        self._said.move_to_end(name)
        if len(self._said) > self._remembered:
            self._said.popitem(last=False)

    def forget(self, name: Hashable) -> None:
        """Forget what was said of it."""
        self._said.pop(name, None)

    def again(self, name: Hashable, said: Hashable) -> bool:
        """Say whether the same was said of it before, and remember it."""
        if self.knows(name, said):
            return True
        self.remember(name, said)
        return False
