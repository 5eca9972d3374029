"""A small graph for tests of questions: accounts that say texts and repost, at chosen seconds."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from inunison.graph import statements
from inunison.graph.connect import Connection
from inunison.graph.model import EDGES, NODES
from tests import graph_derived

NOON = datetime(2021, 3, 6, 12, 0, 0, tzinfo=UTC)
LONG = "the night ferry stays cancelled because the port sold its last boat"


class Rows:
    """Nodes and edges of a graph that is being thought up."""

    def __init__(self) -> None:
        self.accounts: dict[str, dict[str, object]] = {}
        self.posts: dict[str, dict[str, object]] = {}
        self.author: dict[str, str] = {}
        self.says: list[tuple[str, str]] = []
        self.reposts: list[tuple[str, str]] = []
        self.answers: list[tuple[str, str]] = []
        self.places: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.samples: dict[str, str] = {}
        self.short: set[str] = set()

    def account(self, name: str, community: int | None = None, **held: object) -> str:
        """Add an account; its handle is its uid."""
        row = {"uid": name, "handle": name, "platform": "twitter", "community": community, **held}
        self.accounts[name] = {key: value for key, value in row.items() if value is not None}
        return name

    def say(
        self, account: str, text: str, seconds: float | None = 0, precision: str = "second"
    ) -> str:
        """Add a post that says a text, so many seconds after noon (None: at an unknown time)."""
        uid = self._post(account, "post", seconds, precision)
        self.says.append((uid, text))
        self.samples.setdefault(text, f"{LONG} {text}")
        return uid

    def repost(self, account: str, of: str, seconds: float = 0) -> str:
        """Add a repost of a post."""
        uid = self._post(account, "repost", seconds, "second")
        self.reposts.append((uid, of))
        return uid

    def answer(self, account: str, of: str, seconds: float | None = 0, text: str = "") -> str:
        """Add a comment below a post, with a text where one is named."""
        uid = self._post(account, "comment", seconds, "second")
        self.answers.append((uid, of))
        if text:
            self.says.append((uid, text))
            self.samples.setdefault(text, f"{LONG} {text}")
        return uid

    def put(self, post: str, *, space: str | None = None, link: str | None = None) -> str:
        """Let a post stand in a subreddit, or hold a link."""
        if space is not None:
            self.places.append((post, space))
        if link is not None:
            self.links.append((post, link))
        return post

    def _post(self, account: str, kind: str, seconds: float | None, precision: str) -> str:
        uid = f"p{len(self.posts):04}"
        row: dict[str, object] = {
            "uid": uid,
            "platform": self.accounts.get(account, {}).get("platform", "twitter"),
            "native_id": f"n{uid}",
            "kind": kind,
            "collected": True,
            "source": "s" * 64,
            "row": len(self.posts) + 2,
        }
        if seconds is not None:
            row |= {"created_at": NOON + timedelta(seconds=seconds), "precision": precision}
        self.posts[uid] = row
        self.author[uid] = account
        return uid

    def load(self, connection: Connection) -> Connection:
        """Write everything into an empty database."""
        said, reposted = self._said(), self._reposted()
        passed_by = graph_derived.reposters(reposted)
        nodes: dict[str, list[dict[str, object]]] = {"Post": list(self.posts.values())}
        nodes["Account"] = [
            {**held, **({"reposters": passed_by[name]} if passed_by[name] else {})}
            for name, held in self.accounts.items()
        ]
        nodes["Text"] = self._texts(said)
        nodes["Community"] = graph_derived.communities(self.accounts, reposted, said)
        nodes["Total"] = graph_derived.totals(self.accounts, self.posts)
        nodes["Space"] = [
            {"uid": name, "platform": "reddit", "kind": "subreddit", "name": name}
            for name in sorted({space for _, space in self.places})
        ]
        nodes["Url"] = [
            {"uid": url, "url": url, "sample": f"https://{url}", **self._reach(url, self.links)}
            for url in sorted({url for _, url in self.links})
        ]
        for statement in statements.schema().values():
            connection.execute_implicit(statement, {})
        for node in NODES:
            if node.label in nodes:
                put = statements.put_nodes(node)
                connection.execute_implicit(put, {"rows": nodes[node.label]})
        edges = self._edges()
        for edge in EDGES:
            if edge.type in edges:
                put = statements.put_edges(edge)
                connection.execute_implicit(put, {"rows": edges[edge.type]})
        return connection

    def _texts(self, shared: set[tuple[str, str]]) -> list[dict[str, object]]:
        made = []
        facts = graph_derived.text_facts(shared, self.accounts)
        times = graph_derived.text_times(
            (text, self.author[post], *self._time(post))
            for post, text in self.says
            if (self.author[post], text) in shared
        )
        for text, sample in self.samples.items():
            posts = [post for post, said in self.says if said == text]
            accounts = {self.author[post] for post in posts}
            reach = self._reach(text, self.says)
            del reach["posts"]
            made.append(
                {
                    "uid": text,
                    "sample": sample,
                    "words": len(sample.split()),
                    "evidence": text not in self.short,
                    "posts": len(posts),
                    "accounts": len(accounts),
                    **(reach if len(posts) >= 2 and text not in self.short else {}),
                    **facts.get(text, {}),
                    **times.get(text, {}),
                }
            )
        return made

    def _reach(self, what: str, held: list[tuple[str, str]]) -> dict[str, object]:
        """How many posts hold a text or a link, on how many platforms and in how many places."""
        posts = {post for post, each in held if each == what}
        spaces = dict(self.places)
        platforms = {post: self.posts[post]["platform"] for post in posts}
        return {
            "posts": len(posts),
            "platforms": len(set(platforms.values())),
            "places": len({spaces.get(post, platforms[post]) for post in posts}),
        }

    def _time(self, post: str) -> tuple[int | None, int]:
        """When a post was, in milliseconds, and how many seconds its precision leaves open."""
        held = self.posts[post]
        at = held.get("created_at")
        width = {"millisecond": 0, "second": 1, "minute": 60}.get(
            str(held.get("precision")), 86_400
        )
        if not isinstance(at, datetime):
            return None, width
        return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1), width

    def _said(self) -> set[tuple[str, str]]:
        """Who says which of the long texts that two accounts or more say."""
        said = {(self.author[post], text) for post, text in self.says}
        times = Counter(text for _, text in said)
        return {(name, text) for name, text in said if text not in self.short and times[text] >= 2}

    def _reposted(self) -> dict[tuple[str, str], int]:
        """How many different posts of whom each account reposts."""
        passed: dict[tuple[str, str], set[str]] = defaultdict(set)
        for repost, post in self.reposts:
            pair = (self.author[repost], self.author[post])
            if pair[0] != pair[1]:
                passed[pair].add(post)
        return {pair: len(posts) for pair, posts in passed.items()}

    def _edges(self) -> dict[str, list[dict[str, object]]]:
        def edge(start: str, end: str, **properties: object) -> dict[str, object]:
            return {"start": start, "end": end, "properties": properties}

        return {
            "POSTED": [edge(account, post) for post, account in self.author.items()],
            "SAID": [edge(account, text) for account, text in sorted(self._said())],
            "SAYS": [edge(post, text) for post, text in self.says],
            "REPOSTS": [edge(repost, post) for repost, post in self.reposts],
            "REPLIES_TO": [edge(answer, post) for answer, post in self.answers],
            "IN": [edge(post, space) for post, space in self.places],
            "LINKS_TO": [edge(post, url) for post, url in self.links],
            "REPOSTED": [
                edge(start, end, posts=posts) for (start, end), posts in self._reposted().items()
            ],
        }
