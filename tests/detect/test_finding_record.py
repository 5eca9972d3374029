"""The record of a finding: its two identities, and that nothing is lost on disk."""

import msgspec
import pytest

from inunison.detect.columns import EVIDENCE, FINDINGS, evidence_rows, finding_rows
from inunison.detect.finding import Evidence, Finding, Grade, Member, Step, Thing
from inunison.instants import instant

NOON = 1_600_000_200_000_001


def _member(uid: str, handle: str | None = None) -> Member:
    return Member(
        uid=uid,
        platform="twitter",
        native_id=f"9{uid}",
        handle=handle,
        activity=4,
        objects=3,
        first=1,
    )


def _thing(key: str) -> Thing:
    return Thing(key=key, sample=f"said {key}", sharers=9, members=3, generic=False, first=NOON)


def _post(post: str, target: str, account: str = "a") -> Evidence:
    return Evidence(
        post=post,
        native_id="77",
        account=account,
        object=target,
        at=NOON,
        precision="second",
        text_sha256="00",
        source="ab",
        file="posts.csv",
        member=None,
        row=12,
        importer="made 1",
        missing_before=None,
    )


def made(**changed: object) -> Finding:
    """A finding with every field that has no default."""
    fields: dict[str, object] = {
        "kind": "group",
        "trace": "co_repost",
        "test": "timing",
        "grade": Grade.E1,
        "statement": "Seen.",
        "accounts": (_member("a", "ann"), _member("b"), _member("c")),
        "objects": (_thing("x"), _thing("y")),
        "evidence": (_post("p1", "x"), _post("p1", "y"), _post("p2", "x", "b")),
        "count": 5,
        "expected": 1.5,
        "p": 0.001,
        "q": 0.01,
        "tests": 10,
        "window_s": 60.0,
        "ladder": (Step(window_s=60.0, count=5, expected=1.5),),
        "first": NOON,
        "last": NOON + 1,
        "precision": "second",
        "eligible": 7,
        "events": 50,
        "frames": ("accounts",),
        "forbids": (),
        "seed": 0,
        "tool": "1",
        "rules": "r",
        "state": "s",
    }
    return Finding(**{**fields, **changed})  # type: ignore[arg-type]


def test_the_key_is_of_kind_trace_test_and_members_alone() -> None:
    key = made().key
    assert len(key) == 24
    shuffled = made(accounts=(_member("c"), _member("a"), _member("b")))
    assert made(q=0.5, grade=Grade.E2, statement="Other.", objects=()).key == key == shuffled.key
    for changed in (
        {"kind": "copy_burst"},
        {"trace": "co_text"},
        {"test": "exclusive"},
        {"accounts": (_member("a"), _member("b"))},
    ):
        assert made(**changed).key != key


def test_bursts_of_other_texts_by_the_same_accounts_are_others() -> None:
    one = made(kind="copy_burst", objects=(_thing("x"),))
    assert one.key != made(kind="copy_burst", objects=(_thing("y"),)).key
    assert one.key == made(kind="copy_burst", objects=(_thing("x"),), q=None).key


@pytest.mark.parametrize("name", ["q", "statement", "seed", "limits", "window_s", "state"])
def test_the_version_is_of_everything(name: str) -> None:
    changed = {
        "q": 0.5,
        "statement": "x",
        "seed": 1,
        "limits": ("l",),
        "window_s": 1.0,
        "state": "t",
    }
    assert made(**{name: changed[name]}).version != made().version


def test_nothing_is_lost_on_disk() -> None:
    finding = made(q=None, limits=("some",))
    line = msgspec.json.encode(finding)
    assert msgspec.json.decode(line, type=Finding) == finding
    assert msgspec.json.decode(line, type=Finding).version == finding.version


def test_grades_are_in_order() -> None:
    assert sorted(Grade) == [Grade.E0, Grade.E1, Grade.E2, Grade.E3]


def test_a_row_counts_each_post_once_and_each_object_of_a_post_is_a_row_of_evidence() -> None:
    (row,) = finding_rows([made()])
    values = dict(zip(FINDINGS, row, strict=True))
    assert (values["accounts"], values["posts"], values["seen"]) == (3, 2, 5)
    assert values["finding"] == made().key
    rows = [dict(zip(EVIDENCE, each, strict=True)) for each in evidence_rows([made()])]
    assert [(each["post_uid"], each["acts_on"]) for each in rows] == [
        ("p1", "said x"),
        ("p1", "said y"),
        ("p2", "said x"),
    ]
    assert [each["account"] for each in rows] == ["ann", "ann", "9b"]
    assert rows[0]["row"] == 12


def test_instants_keep_their_microseconds_and_unreachable_ones_are_absent() -> None:
    assert str(instant(NOON)) == "2020-09-13 12:30:00.000001+00:00"
    assert instant(None) is None
    assert instant(2**62) is None
