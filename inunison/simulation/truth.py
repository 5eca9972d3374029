"""The truth of an invented collection: what each account is, as a table of its own.

Owns the words for roles and groups. No file of posts holds any of it, but for what declared
accounts say of themselves in their profiles, as real ones do.
"""

import csv
import io
from collections.abc import Iterable

# What is planted to be found, what declares itself, and what only looks alike.
CAMPAIGN, DECLARED_ROLE, LOOK_ALIKE, ORDINARY = "campaign", "declared", "look-alike", "ordinary"
CAMPAIGNS = frozenset({"copies", "ring", "drip", "hidden", "reddit copies"})
DECLARED = {
    "feeds": "Automatic headlines of the Kelmar Wire",
    "syndicate": "An outlet of the Northern Quay group",
}
COLUMNS = ("account", "handle", "role", "group")


def role_of(group: str) -> str:
    """Return what accounts of a planted group are.

    Args:
        group: Its name; "ordinary" for those of none.
    """
    if group in CAMPAIGNS:
        return CAMPAIGN
    if group in DECLARED or group.startswith("owner "):
        return DECLARED_ROLE
    return ORDINARY if group == "ordinary" else LOOK_ALIKE


def truth_table(accounts: Iterable[tuple[str, str, str]]) -> str:
    """Return the table as text.

    Args:
        accounts: Account as platform:id, handle, and the group it was planted in.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for account, handle, group in accounts:
        writer.writerow((account, handle, role_of(group), "" if group == "ordinary" else group))
    return out.getvalue()
