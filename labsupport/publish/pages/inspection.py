"""A look at the built pages: broken links, missing alt texts, what loads from outside, weight. Raises, never mends."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from labsupport.errors import LabError

HEAVIEST_MB = 1.5  # of one page, its pictures included, without what all pages share
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}
SHOWN = 8


# Sphinx writes quoted attributes and escapes text, so a pattern reads them, in a tenth of html.parser's time.
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass
class Page:
    """What one page refers to, read in one pass."""

    path: Path
    ids: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for match in TAG.finditer(self.path.read_text(encoding="utf-8")):
            tag = match[1].lower()
            if tag in LOADING or tag in ("a", "link") or "id=" in match[2]:
                found = ATTRIBUTE.findall(match[2])
                self._add(tag, {name: html.unescape(double or single) for name, double, single in found})

    def _add(self, tag: str, given: Mapping[str, str]) -> None:
        if name := given.get("id"):
            if name in self.ids:
                self.twice.append(name)
            self.ids.add(name)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "link" and re.search(r"stylesheet|preload|icon", given.get("rel", "")):
            self.loads.append(given.get("href", ""))
        if tag in LOADING and given.get(LOADING[tag]):
            self.loads.append(given[LOADING[tag]])
        if tag == "img" and not given.get("alt", "").strip():
            self.unnamed.append(given.get("src", "?")[:80])


def inspect(folder: Path) -> list[str]:
    """Every problem of the pages in a folder, each with its place."""
    pages = {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}
    problems = []
    for name, page in pages.items():
        if name.startswith("_static/"):
            continue
        problems += [f"{name}: image without alt text: {src}" for src in page.unnamed]
        problems += [f"{name}: the id {one!r} occurs twice" for one in page.twice]
        problems += [f"{name}: loads from outside: {one[:100]}" for one in page.loads if _outside(one)]
        problems += [
            f"{name}: broken link {one}"
            for one in dict.fromkeys(page.links + page.loads)
            if _broken(one, name, pages, folder)
        ]
        weight = sum(file.stat().st_size for file in _parts(page, folder)) / 1e6
        if weight > HEAVIEST_MB:
            problems.append(f"{name}: weighs {weight:.2f} MB, at most {HEAVIEST_MB} are allowed")
    return problems


def refuse(folder: Path) -> None:
    """Raise LabError with the first problems of the pages in a folder."""
    found = inspect(folder)
    if found:
        more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise LabError("the site has problems\n" + "\n".join(found[:SHOWN] + more), "mend the page that is named first")


def _outside(link: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", link, re.I))


def _broken(link: str, name: str, pages: dict[str, Page], folder: Path) -> bool:
    """Whether a link inside the site leads to a file or a place in a page that is not there."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    if not parts.path:
        target = name
    else:
        path = (folder / name).parent / unquote(parts.path)
        if not path.is_file():
            return True
        target = path.resolve().relative_to(folder.resolve()).as_posix()
    place = unquote(parts.fragment)
    return bool(place) and target in pages and place not in pages[target].ids


def _parts(page: Page, folder: Path) -> Iterator[Path]:
    """The page and what only it loads: pictures of its own, no theme files."""
    yield page.path
    for link in page.loads:
        path = (page.path.parent / unquote(urlsplit(link).path)).resolve()
        if path.suffix in (".png", ".svg", ".jpg") and path.is_file() and path.is_relative_to(folder.resolve()):
            yield path
