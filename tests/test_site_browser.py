"""The built site in a real browser: every page as it renders, and what a reader does with keyboard and eyes."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Browser, Page

from labsupport import settings
from labsupport.lab import exercises
from labsupport.publish import site

ROOT = settings.repo_root()
STAGE = ROOT / "solutions" / "01_async_python.py"
AXE = Path(__file__).parent / "fixtures" / "axe-core" / "axe.min.js"
TOPIC = "stages/01-1.html"
MATHS = """# Maths

Attention divides by $\\sqrt{d_k}$:

$$
\\operatorname{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V
$$
"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: none was found on PATH")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project with one page more, which holds formulas."""
    root = tmp_path_factory.mktemp("project")
    for path in ROOT.iterdir():
        if path.name in ("data", "notebooks", "solutions"):
            (root / path.name).symlink_to(path)
    shutil.copytree(ROOT / "docs", root / "docs")
    (root / "docs" / "maths.md").write_text(MATHS)
    site.make(root, root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.page() as opened:
        yield opened


@dataclass
class Visit:
    """What one page did: console errors, addresses asked for, width at 360 px, violations in the light and the dark."""

    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    heading: str = ""
    width: int = 0
    light: list[str] = field(default_factory=list)
    dark: list[str] = field(default_factory=list)


# Opens every fold, since axe leaves out what is hidden, and leaves one token of each kind in the code: thousands of
# spans of one colour on one ground tell no more than one of them, and their contrast takes most of an audit's time.
PREPARE = """
const still = document.createElement("style");
still.textContent = "* { transition: none !important; animation: none !important }";
document.head.append(still);
for (const fold of document.querySelectorAll("details")) fold.open = true;
const seen = new Set();
for (const span of document.querySelectorAll(".highlight span[class]")) {
  const kind = [span.closest("[class*=highlight-]").className, span.className, !!span.closest("details")].join();
  if (seen.has(kind)) span.replaceWith(...span.childNodes);
  seen.add(kind);
}
"""
AUDIT = """
axe.run(document, {{runOnly: {only}, resultTypes: ["violations"], preload: false}}).then(found => found.violations.map(
  one => `${{one.id}}: ` + one.nodes.slice(0, 5).map(node => node.html.slice(0, 200) + node.failureSummary).join("; ")
))
"""
WCAG = '["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]'


@pytest.fixture(scope="module")
def visits(built: Path, browser: Browser) -> dict[str, Visit]:
    """Each page of the site by its path, opened as a file, once."""
    found = {}
    axe = AXE.read_text(encoding="utf-8")
    with browser.page() as tab:
        for path in sorted(built.rglob("*.html")):
            name = path.relative_to(built).as_posix()
            if name.startswith("_static/"):  # parts of the theme's that no reader opens
                continue
            tab.problems, tab.requests = [], []
            tab.size(1280)
            tab.goto(path.as_uri())
            visit = found[name] = Visit(tab.problems, tab.requests)
            visit.heading = tab.run("document.querySelector('h1:not(.onlyprint *)').innerText")
            tab.size(360)
            visit.width = tab.run("document.documentElement.scrollWidth")
            tab.size(1280)
            tab.run(PREPARE + axe)
            visit.light = tab.run(AUDIT.format(only=WCAG))
            tab.run("document.documentElement.dataset.theme = 'dark'")
            visit.dark = tab.run(AUDIT.format(only='["color-contrast"]'))
    return found


def test_every_page_renders_without_an_error(visits: dict[str, Visit]) -> None:
    assert len(visits) > 30
    assert {name: visit.problems for name, visit in visits.items() if visit.problems} == {}
    assert [name for name, visit in visits.items() if not visit.heading.strip()] == []


def test_no_page_asks_for_anything_outside_its_folder(visits: dict[str, Visit], built: Path) -> None:
    inside = (built.as_uri() + "/", "data:")
    outside = {url for visit in visits.values() for url in visit.requests if not url.startswith(inside)}
    assert outside == set()
    assert all(len(visit.requests) > 5 for visit in visits.values())  # they were listened to


def test_axe_finds_no_violation_of_wcag_2_1_aa(visits: dict[str, Visit]) -> None:
    assert {name: visit.light for name, visit in visits.items() if visit.light} == {}


def test_the_dark_mode_keeps_its_contrast(visits: dict[str, Visit]) -> None:
    assert {name: visit.dark for name, visit in visits.items() if visit.dark} == {}


def test_no_page_scrolls_sideways_on_a_narrow_screen(visits: dict[str, Visit]) -> None:
    assert {name: visit.width for name, visit in visits.items() if visit.width > 360} == {}


def test_an_audit_can_fail(built: Path, page: Page) -> None:
    page.goto((built / "index.html").as_uri())
    page.run(PREPARE + AXE.read_text(encoding="utf-8"))
    page.run("document.querySelector('article h1').style.color = '#eee'; document.documentElement.lang = ''")
    found = page.run(AUDIT.format(only=WCAG))
    assert {one.split(":")[0] for one in found} == {"color-contrast", "html-has-lang"}


def test_every_figure_is_shown_with_its_alt_text(built: Path, page: Page) -> None:
    alts = []
    for path in sorted((built / "stages").glob("01-*.html")):
        page.goto(path.as_uri())
        page.run(
            "Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode(); })).then(() => 1)"
        )
        alts += page.run("[...document.querySelectorAll('figure[id^=fig-] img')].map(i => i.naturalWidth ? i.alt : '')")
    assert len(alts) == len(re.findall(r"^with figure\(", STAGE.read_text(), flags=re.M)) > 0
    assert min(map(len, alts)) > 80


def test_figures_keep_their_light_panel_in_the_dark(built: Path, page: Page) -> None:
    page.media(scheme="dark")
    page.goto((built / TOPIC).as_uri())
    style = "getComputedStyle(document.querySelector('figure[id^=fig-]{}')).{}"
    assert page.run("document.documentElement.dataset.theme") == "dark"
    assert page.run(style.format("", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.run(style.format(" img", "filter")) == "none"


def test_the_left_rail_leads_to_the_topics(built: Path, page: Page) -> None:
    page.goto((built / "index.html").as_uri())
    page.run("document.querySelector('.bd-sidebar-primary a[href*=\"stages/\"]').click()")
    page.until("location.pathname.includes('/stages/01')")
    rail = "[...document.querySelectorAll('.bd-sidebar-primary a[href]')].filter(a => a.checkVisibility())"
    page.until(f"{rail}.length")
    shown = page.run(f"{rail}.map(a => a.innerText.trim())")
    topics = page.run("[...document.querySelectorAll('.bd-sidebar-primary .current a')].map(a => a.innerText.trim())")
    assert [text[:4] for text in topics if re.match(r"01\.\d", text)] == [f"01.{n}" for n in range(1, 6)]
    assert set(topics) <= set(shown)


def test_search_finds_a_page_by_keyboard(built: Path, page: Page) -> None:
    page.goto((built / "index.html").as_uri())
    page.until("document.readyState == 'complete'")
    page.press("Control+k")
    page.until("document.activeElement.matches('#pst-search-dialog input[type=search]')")
    page.press("lifespan", "Enter")
    page.until("document.querySelectorAll('#search-results li a').length > 0")
    first = page.run("document.querySelector('#search-results li a').href")
    assert page.problems == []
    page.goto(first)
    assert "lifespan" in page.run("document.querySelector('article').innerText").lower()


def test_the_mode_button_switches_and_the_next_page_keeps_it(built: Path, page: Page) -> None:
    page.goto((built / "index.html").as_uri())
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.run(ground)
    page.run("[...document.querySelectorAll('.theme-switch-button')].find(b => b.checkVisibility()).focus()")
    page.press("Enter", "ArrowDown", "ArrowDown", "ArrowDown")
    assert page.run("document.activeElement.innerText.trim()") == "Dark"
    page.press("Enter")
    dark = page.run(ground)
    assert (sum(map(int, re.findall(r"\d+", light))), sum(map(int, re.findall(r"\d+", dark)))) > (600, 0)
    assert sum(map(int, re.findall(r"\d+", dark))) < 150
    page.goto((built / TOPIC).as_uri())
    assert page.run("document.documentElement.dataset.theme") == "dark"


def test_folds_open_by_keyboard(built: Path, page: Page) -> None:
    page.goto((built / TOPIC).as_uri())
    for selector, key in (("details.hint", "Enter"), ("figure details", " "), ("details.hide", "Enter")):
        page.run(f"document.querySelector('.bd-article {selector} > summary').focus()")
        assert page.run(f"document.querySelector('.bd-article {selector}').open") is False
        page.press(key)
        assert page.run(f"document.querySelector('.bd-article {selector}').open") is True


def test_a_quiz_is_done_by_keyboard_and_gives_the_reason_of_the_choice(built: Path, page: Page) -> None:
    page.goto((built / TOPIC).as_uri())
    verdict = "document.querySelector('.lab-question .lab-verdict').innerText"
    asked = exercises.questions("01", "01.1")[0]
    page.run("document.querySelector('.lab-question input').focus()")
    page.press("Tab", "Enter")
    assert page.run(verdict) == "Choose an answer first."
    page.run("document.querySelector('.lab-question input').focus()")
    page.press(" ")
    for choice in asked.choices:
        assert page.run("document.activeElement.parentElement.innerText").endswith(choice.text)
        page.press("Tab", "Enter")
        assert page.run("document.activeElement.innerText") == "Check"
        assert page.run(verdict) == f"{'Right' if choice.right else 'Not right'}. {choice.why}"
        page.press("Shift+Tab", "ArrowDown")
        assert page.run(verdict) == ""
    assert page.run("document.querySelector('.lab-verdict').role") == "status"


def test_everything_is_there_without_scripts(built: Path, browser: Browser) -> None:
    with browser.page(scripts=False) as page:
        page.goto((built / TOPIC).as_uri())
        for asked in exercises.questions("01", "01.1"):
            folds = f"document.querySelectorAll('[aria-label=\"Question {asked.id}\"] > details')"
            texts = page.run(f"[...{folds}].map(fold => fold.textContent)")
            assert len(texts) == len(asked.choices) + 1
            assert all(c.why.replace("`", "") in text for c, text in zip(asked.choices, texts, strict=False))
            assert asked.answer.replace("`", "") in texts[-1]
        page.run("document.querySelector('.lab-choice summary').focus()")
        page.press("Enter")
        assert page.run("document.querySelector('.lab-choice').open") is True
        dead = "[...document.querySelectorAll('.theme-switch-button, .search-button')].filter(b => b.checkVisibility())"
        assert page.run(f"{dead}.length") == 0
        page.goto((built / "maths.html").as_uri())
        assert "\\sqrt{d_k}" in page.run("document.querySelector('article').innerText")


def test_formulas_are_drawn(built: Path, page: Page) -> None:
    page.goto((built / "maths.html").as_uri())
    page.until("document.querySelectorAll('mjx-container svg').length == 2")
    assert page.run("Math.min(...[...document.querySelectorAll('mjx-container')].map(m => m.clientWidth))") > 10
    assert page.run("document.querySelectorAll('mjx-assistive-mml math msqrt').length") == 2
    assert "\\sqrt" not in page.run("document.querySelector('article').innerText")
    assert not [url for url in page.requests if not url.startswith(("file:", "data:"))]


def test_paper_gets_the_text_only_with_folds_open(built: Path, page: Page) -> None:
    page.goto((built / TOPIC).as_uri())
    page.run("dispatchEvent(new Event('beforeprint'))")
    page.media(scheme="dark", medium="print")
    hidden = ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .headerlink, .lab-check"
    assert page.run(f"[...document.querySelectorAll('{hidden}')].filter(e => e.checkVisibility()).length") == 0
    assert page.run("document.querySelectorAll('.bd-article details:not([open])').length") == 0
    assert page.run("document.querySelectorAll('details.hide .cell_input').length") > 0
    assert page.run("document.getAnimations().length") == 0  # what fades in would not be on the paper yet
    assert page.run("[...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth).length") == 0
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('.bd-article details[open]').length") == 0


def test_a_served_site_asks_its_own_server_only(built: Path, page: Page) -> None:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}/"
        for name in ("index.html", TOPIC, "maths.html", "search.html?q=lifespan"):
            page.goto(home + name)
        server.shutdown()
    assert page.problems == []
    assert [url for url in page.requests if not url.startswith((home, "data:"))] == []
