"""The world as a whole: shipped and fresh bytes, loading, damage, proofs, leaks between sides, ethics, style."""

from __future__ import annotations

import dataclasses
import hashlib
import ipaddress
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from labsupport import cli, world
from labsupport.errors import LabError
from labsupport.world import (
    Document,
    Principal,
    World,
    builder,
    chunks,
    datasheet,
    docs,
    graph,
    names,
    sets,
    store,
    validate,
)
from labsupport.world.docs.planting import CARDS, IBANS
from labsupport.world.entities import PUBLIC
from labsupport.world.names import LAB_SEED
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.style import histogram, measure, python_topics, sample
from labsupport.world.writer import Decks, Writer

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = builder.folder()
DIVIDED = tuple(n for n in sets.NAMES if sets.divided(n))


@pytest.fixture(scope="module")
def lab() -> World:
    return world.load()


@pytest.fixture(scope="module")
def fresh() -> World:
    return world.build(LAB_SEED)


@pytest.fixture(scope="module")
def items(fresh: World) -> builder.Items:
    return builder.labelled(fresh)


@pytest.fixture(scope="module")
def other() -> World:
    return world.build(7, 0.2)


@pytest.fixture(scope="module")
def small() -> World:
    return world.build(3, 0.05)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "world"))


# ---- the same bytes
def test_shipped_world_equals_a_fresh_build(fresh: World, items: builder.Items) -> None:
    assert builder.check(SHIPPED, fresh, items) == []


def test_a_datasheet_is_the_same_under_another_python(
    fresh: World, items: builder.Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = datasheet.python_topics()
    monkeypatch.setattr(datasheet, "python_topics", lambda: topics[:-9])
    monkeypatch.setattr(datasheet.platform, "python_version", lambda: "3.11.99")
    assert "3.11.99" in datasheet.text(fresh, items)
    assert builder.check(SHIPPED, fresh, items) == []


def test_check_names_what_differs(copy: Path, fresh: World, items: builder.Items) -> None:
    (copy / "qa.jsonl").unlink()
    (copy / "teams.jsonl").write_bytes((copy / "teams.jsonl").read_bytes().replace(b"team", b"tean", 1))
    assert builder.check(copy, fresh, items) == ["teams.jsonl", "qa.jsonl"]


def test_load_returns_what_build_makes(lab: World, fresh: World) -> None:
    assert lab == fresh


def test_same_seed_same_bytes_in_other_processes_with_other_string_hashes() -> None:
    code = (
        "import hashlib; from labsupport import world; from labsupport.world import sets, store;"
        "w = world.build(7, 0.05); d = hashlib.sha256();"
        "[d.update(line.encode()) for n in (*store.PARTS, *sets.NAMES) for line in store.lines(w, n)];"
        "print(d.hexdigest(), len(w.documents))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    made, digest = world.build(7, 0.05), hashlib.sha256()
    for name in (*store.PARTS, *sets.NAMES):
        for line in store.lines(made, name):
            digest.update(line.encode())
    assert runs == [f"{digest.hexdigest()} {len(made.documents)}\n"] * 2


def test_blocks_are_the_same_however_they_are_read() -> None:
    whole = world.build(5, 1.2, n_documents=60)
    parts = list(builder.blocks(5, 1.2, n_documents=60))
    assert [d for p in parts for d in p.documents] == list(whole.documents)
    assert len(parts) == 2
    ids = [getattr(e, "id", None) for kind in whole.KINDS for e in getattr(whole, kind)]
    assert len(ids) == len(set(ids))
    assert len({d.doc_id for d in whole.documents}) == len(whole.documents)


def test_other_seed_other_world(other: World) -> None:
    again = world.build(8, 0.05)
    assert not {d.text for d in other.documents} & {d.text for d in again.documents}
    assert [p.name for p in other.people[:20]] != [p.name for p in again.people[:20]]


# ---- loading
def test_load_reads_each_file_once_per_process(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    original = store.read_checked

    def counted(folder: Path, name: str, expected: dict[str, Any]) -> bytes:
        reads.append(name)
        return original(folder, name, expected)

    monkeypatch.setattr(store, "read_checked", counted)
    world._load.cache_clear()
    sets._read.cache_clear()
    first = world.load()
    for name in sets.NAMES:
        assert world.labelled(name) is world.labelled(name)
    assert world.load() is first
    assert sorted(reads) == sorted(f"{n}.jsonl" for n in (*store.PARTS, *sets.NAMES))


@pytest.mark.parametrize("name", sets.NAMES)
def test_each_set_is_read_by_its_function(name: str) -> None:
    read = getattr(world, name)
    every = read()
    assert every
    assert all(type(item) is sets.module(name).Item for item in every)
    if name == "syncs":
        assert len(every) == 12
    elif sets.divided(name):
        parts = [read(split) for split in ("train", "dev", "test")]
        assert all(parts)
        assert Counter(i.id for part in parts for i in part) == Counter(i.id for i in every)
    else:
        with pytest.raises(LabError, match=r"without splits(.|\n)*world\.traffic\(\)"):
            world.labelled(name, "dev")


@pytest.mark.parametrize("name", sets.NAMES)
def test_sets_come_back_as_they_were_made(name: str, items: builder.Items) -> None:
    assert world.labelled(name) == items[name]


def test_documents_by_split_passages_and_streams(lab: World) -> None:
    parts = [world.documents(s) for s in ("train", "dev", "test")]
    assert sorted(d.doc_id for part in parts for d in part) == sorted(d.doc_id for d in lab.documents)
    assert all(len(part) > 400 for part in parts)
    for passage in world.passages()[::97]:
        doc = lab.by_doc[passage.doc_id]
        assert doc.text[passage.start : passage.end] == passage.text
        assert len(passage.text) <= chunks.LIMIT
    assert next(world.stream(SHIPPED)) == lab.documents[0]
    assert sum(1 for _ in world.stream(SHIPPED)) == len(lab.documents)


def test_prompts_are_lazy_varied_and_answerable(lab: World) -> None:
    assert len(list(itertools.islice(world.prompts(10**9), 5))) == 5
    made = list(world.prompts(200))
    assert made == list(world.prompts(200))
    assert made != list(world.prompts(200, seed=1))
    assert len({p.id for p in made}) == 200
    assert all(p.expected in p.text for p in made)
    lengths = sorted(len(p.text.split()) for p in made)
    assert lengths[-1] > 4 * lengths[0]
    assert len({p.relation for p in made}) > 15
    with pytest.raises(ValueError, match="n=-1"):
        world.prompts(-1)


# ---- damage and bad input: one error, with the file and the remedy
@pytest.mark.parametrize("file", ["documents.jsonl", "facts.jsonl", "orders.jsonl"])
def test_a_changed_byte_is_named(copy: Path, file: str) -> None:
    raw = bytearray((copy / file).read_bytes())
    raw[1000] ^= 1
    (copy / file).write_bytes(raw)
    with pytest.raises(LabError, match=rf"{file} does not match its hash(.|\n)*lab world"):
        world.load(copy)


def test_damaged_set_is_named_and_the_world_still_loads(copy: Path) -> None:
    store.verify(copy)
    path = copy / "claims.jsonl"
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(LabError, match=r"claims\.jsonl has \d+ bytes"):
        store.verify(copy)
    with pytest.raises(LabError, match=r"claims\.jsonl has \d+ bytes, the manifest says \d+(.|\n)*lab world"):
        world.labelled("claims", "dev", copy)
    assert world.load(copy).documents
    path.unlink()
    with pytest.raises(LabError, match=r"claims\.jsonl is missing(.|\n)*lab world"):
        world.labelled("claims", None, copy)


def test_truncated_and_missing_files_are_named(copy: Path) -> None:
    path = copy / "people.jsonl"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(LabError, match=r"people\.jsonl has \d+ bytes, the manifest says \d+"):
        world.load(copy)
    path.unlink()
    with pytest.raises(LabError, match=r"people\.jsonl is missing"):
        world.load(copy)
    (copy / "MANIFEST.json").write_text("{")
    with pytest.raises(LabError, match=r"MANIFEST\.json is damaged"):
        world.load(copy)
    with pytest.raises(LabError, match=r"MANIFEST\.json is missing"):
        world.load(copy / "nowhere")


def test_stream_notices_damage(copy: Path) -> None:
    path = copy / "documents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"cold", b"warm", 1))
    with pytest.raises(LabError, match=r"documents\.jsonl does not match its hash"):
        list(world.stream(copy))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LabError, match=r"documents\.jsonl cannot be read"):
        list(world.stream(copy))


@pytest.mark.parametrize(("key", "value", "message"), [("schema_version", 99, "schema version 99"),
                                                       ("files", {}, r"does not list sites\.jsonl")])  # fmt: skip
def test_a_manifest_of_another_version_is_refused(copy: Path, key: str, value: object, message: str) -> None:
    head = json.loads((copy / "MANIFEST.json").read_text())
    (copy / "MANIFEST.json").write_text(json.dumps(head | {key: value}))
    with pytest.raises(LabError, match=message):
        world.load(copy)


def test_right_hash_wrong_content_is_refused(copy: Path) -> None:
    head = json.loads((copy / "MANIFEST.json").read_text())
    raw = (copy / "teams.jsonl").read_bytes().replace(b'"channel"', b'"chat"', 1)
    (copy / "teams.jsonl").write_bytes(raw)
    head["files"]["teams.jsonl"] |= {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    (copy / "MANIFEST.json").write_text(json.dumps(head))
    with pytest.raises(LabError, match=r"cannot be read \(KeyError(.|\n)*rebuild with `lab world`"):
        world.load(copy)


def test_unknown_splits_and_sets() -> None:
    for ask in (lambda: world.documents("valid"), lambda: world.qa("valid")):  # type: ignore[arg-type]
        with pytest.raises(LabError, match=r"unknown split 'valid'(.|\n)*train, dev, test"):
            ask()
    with pytest.raises(LabError, match=r"unknown labelled set 'quiz'(.|\n)*queries, qa"):
        world.labelled("quiz")


@pytest.mark.parametrize("seed", ["7", 7.0, True, None])
def test_wrong_seed_type(seed: object) -> None:
    with pytest.raises(TypeError, match="whole number"):
        world.build(seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(("scale", "error"), [(0, ValueError), (-1.0, ValueError), (float("inf"), ValueError),
                                              (float("nan"), ValueError), ("2", TypeError)])  # fmt: skip
def test_wrong_scale(scale: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="scale="):
        world.build(1, scale)


# ---- writing
def test_interrupted_build_leaves_the_old_data(copy: Path, small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {p.name: p.read_bytes() for p in copy.iterdir()}
    original = store.lines

    def refuse(*_: object) -> None:
        raise OSError(13, "Permission denied")

    def fails(error: BaseException) -> None:
        def broken(made: World, part: str) -> Iterator[str]:
            yield from itertools.islice(original(made, part), 3)
            raise error

        monkeypatch.setattr(store, "lines", broken)

    fails(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        store.write([small], copy)
    fails(OSError(28, "No space left on device"))
    with pytest.raises(LabError, match=r"No space left(.|\n)*old data is intact"):
        store.write([small], copy)
    monkeypatch.setattr(store, "lines", original)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(LabError, match="Permission denied"):
        store.write([small], copy)
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == before
    assert [p.name for p in copy.parent.iterdir()] == ["world"]


def test_written_world_reads_back(tmp_path: Path, small: World) -> None:
    made = builder.labelled(small, ("claims", "traffic"))
    store.write([small], tmp_path / "w", {}, made)
    assert world.load(tmp_path / "w") == small
    for name in made:
        assert world.labelled(name, None, tmp_path / "w") == made[name]


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "w"
    assert cli.main(["world", "--seed", "5", "--scale", "0.05", "--out", str(out)]) == 0
    assert cli.main(["world", "--check", "--prove", "--out", str(out)]) == 0
    assert "everything is proved" in capsys.readouterr().out
    path = out / "teams.jsonl"
    path.write_text(path.read_text().replace("team", "tean", 1))
    assert cli.main(["world", "--check", "--out", str(out)]) == 2
    assert "teams.jsonl differ" in capsys.readouterr().err
    for words in (["--seed", "5"], ["--seed", "5", "--scale", "inf", "--out", str(out)]):
        assert cli.main(["world", *words]) == 2


def test_a_folder_that_is_no_world_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("keep me")
    assert cli.main(["world", "--seed", "5", "--scale", "0.05", "--out", str(tmp_path / "letters")]) == 2
    assert "holds no world" in capsys.readouterr().err
    assert (tmp_path / "letters" / "mine.txt").read_text() == "keep me"


# ---- proofs
def test_everything_shipped_is_proved() -> None:
    assert validate.report(SHIPPED).endswith("everything is proved from the graph")


def test_training_worlds_are_proved_too(other: World) -> None:
    assert validate.world(other) == []
    assert [w for n in sets.NAMES if n != "images" for w in validate.items(n, sets.make(n, other), other)] == []


def test_proof_notices_what_is_wrong(small: World) -> None:
    doc = next(d for d in small.documents if len(d.gold) > 1)
    first = doc.gold[0]
    no_fact = first._replace(triple=first.triple._replace(object="nothing"))
    late = dataclasses.replace(doc, updated_at=small.today.replace(year=2100))
    for broken, message in (
        (dataclasses.replace(doc, gold=(first._replace(end=first.end - 1),)), "the graph says"),
        (dataclasses.replace(doc, gold=(no_fact,)), "no fact of the graph"),
        (dataclasses.replace(doc, updated_at=date(1990, 1, 1)), "before it was true"),
        (dataclasses.replace(doc, access_tier=3, marks=()), "without a canary"),
        (late, "out of order"),
    ):
        assert any(message in problem for problem in validate.document(broken, small)), message
    without = dataclasses.replace(small, documents=tuple(d for d in small.documents if d is not doc))
    assert any("disagree" in problem for problem in validate.world(without))


def test_proof_notices_shared_entities_and_templates(lab: World) -> None:
    items = world.qa()
    often = Counter(name for item in items for name in (item.template, *item.entities))
    at = next(
        i for i, item in enumerate(items)
        if item.split == "train" and often[item.template] > 1 and often[item.entities[0]] > 1
    )  # fmt: skip
    moved = dataclasses.replace(items[at], split="test")
    found = validate.items("qa", (*items[:at], moved, *items[at + 1 :]), lab)
    assert any("template" in problem and "occurs in" in problem for problem in found)
    assert any("entities" in problem and "occurs in" in problem for problem in found)
    assert any("used twice" in p for p in validate.items("qa", (*items, items[0]), lab))
    assert validate.items("qa", (), lab) == ["qa: the set is empty"]


def test_proof_notices_a_wrong_row_of_the_log(lab: World) -> None:
    rows = world.traffic()[:400]
    assert validate.items("traffic", rows, lab) == []
    assert any("earlier" in p for p in validate.items("traffic", (rows[5], *rows[:5]), lab))
    dear = rows[0]._replace(micro_dollars=rows[0].micro_dollars + 1)
    assert any("price list" in p for p in validate.items("traffic", (dear,), lab))


# ---- the graph and its texts
def test_graph_is_as_large_as_planned(lab: World) -> None:
    found = {kind: len(getattr(lab, kind)) for kind in lab.KINDS}
    assert all(found[kind] >= n for kind, n in graph.COUNTS.items()), found
    assert {f.relation for f in lab.facts} >= set(RELATIONS)
    assert all(f.until is None or f.since < f.until for f in lab.facts)


def test_references_resolve(lab: World) -> None:
    ids = set(lab.by_id)
    assert len(ids) == sum(len(getattr(lab, kind)) for kind in lab.KINDS)
    for person in lab.people:
        assert {person.team, person.site} <= ids
        assert person.manager is None or person.manager in ids
    for incident in lab.incidents:
        assert lab.by_id[incident.oncall].joined <= incident.started  # type: ignore[union-attr]


def test_relations_have_many_wordings() -> None:
    for relation in RELATIONS.values():
        assert len(relation.statements) >= 10
        assert len(relation.questions) >= 6
        for template in (*relation.statements, relation.answer):
            text, start, end = fill(template, "SUBJECT", "OBJECT")
            assert text[start:end] == "OBJECT"
            assert "SUBJECT" in text


def test_all_twelve_types_are_there_in_three_languages(lab: World) -> None:
    found = Counter(d.doc_type for d in lab.documents)
    assert set(found) == set(docs.COUNTS)
    assert all(abs(found[kind] - n) <= 0.1 * n for kind, n in docs.COUNTS.items()), found
    languages = Counter(d.language for d in lab.documents)
    assert set(languages) == {"en", "de", "fr"}
    assert min(languages.values()) > 0.03 * len(lab.documents)
    assert sum(len(d.text.split()) for d in lab.documents) > 380_000
    assert max(len(d.text.split()) for d in lab.documents) > 3500
    marks = Counter(m.kind.split(":")[0] for d in lab.documents for m in d.marks)
    assert min(marks["injection"], marks["pii"], marks["contradiction"]) >= 40, marks


def test_texts_are_finished(lab: World) -> None:
    for doc in lab.documents:
        assert doc.text == doc.text.strip()
        assert not re.search(r"<[^<>\n|]+\|[^<>\n]*>", doc.text), doc.doc_id  # an alternative that was not drawn
        assert not re.search(r"\b(None|nan|undefined)\b", doc.title), doc.doc_id
        assert "\r" not in doc.text
        assert not re.search(r"\{[a-z_]{1,12}\}", re.sub(r"```.*?```", "", doc.text, flags=re.S)), doc.doc_id


def test_decks_do_not_mix_banks(small: World) -> None:
    import random

    writer = Writer(random.Random(1), small, Decks())
    here, there = tuple(f"here {n}" for n in range(9)), tuple(f"there {n}" for n in range(9))
    dealt = [(writer.deal("open", here), writer.deal("open", there)) for _ in range(20)]
    assert {a.split()[0] for a, _ in dealt} == {"here"}
    assert {b.split()[0] for _, b in dealt} == {"there"}


# ---- sides
@pytest.mark.parametrize("kind", ["given", "family", "product", "place", "firm", "supplier", "team", "company"])
def test_name_banks_are_partitioned(kind: str) -> None:
    lab_side, others = set(names.bank(kind, "lab")), set(names.bank(kind, "other"))
    assert lab_side
    assert others
    assert not lab_side & others


def called(made: World) -> set[str]:
    """The names that a text uses for what is in a world; ids such as `product-001` are internal."""
    found = {made.company}
    for kind in made.KINDS:
        found |= {getattr(e, "name", e.id) for e in getattr(made, kind)}
    return {n for n in found if not re.fullmatch(r"[a-z]+-[\d-]+", n)}


def spoken(made: World) -> str:
    texts = [d.text for d in made.documents]
    for name in ("qa", "tickets", "traffic"):
        texts += [getattr(i, "text", "") or i.question for i in sets.make(name, made)]
    return "\n".join(texts)


def test_no_name_of_one_side_occurs_on_the_other(lab: World, other: World) -> None:
    assert not called(lab) & called(other)
    sides = [(called(w), spoken(w)) for w in (lab, other)]
    for (mine, here), (_, there) in (sides, sides[::-1]):
        own, theirs = (set(re.findall(r"[\w-]+", text)) for text in (here, there))
        single = {n for n in mine if " " not in n}
        assert len(single & own) > 20  # so that finding none on the other side means something
        assert single & theirs == set()
        assert [n for n in mine if " " in n and n.split()[0] in theirs and n in there] == []


TERMS = re.compile("|".join(map(re.escape, sorted(
    (*graph.CAUSES, *graph.COMPONENTS, *graph.ROLES, *graph.PARTS, *graph.POLICY_TOPICS, *graph.STREETS),
    key=len, reverse=True,
))), re.IGNORECASE)  # fmt: skip


def runs(texts: list[str]) -> set[str]:
    """All runs of eight words; terms of the trade, which every world shares, and numbers break a run."""
    found: set[str] = set()
    for text in texts:
        words = [w.lower() for w in re.findall(r"[^\W_]+", TERMS.sub(" 0 ", text))]
        grams = (words[i : i + 8] for i in range(len(words) - 7))
        found |= {" ".join(g) for g in grams if not any(c.isdigit() for w in g for c in w)}
    return found


def test_no_wording_of_the_lab_world_is_in_training_worlds(lab: World, other: World) -> None:
    here, there = (runs([d.text for d in w.documents]) for w in (lab, other))
    assert len(there) > 15_000
    assert len(here & there) <= 5, sorted(here & there)  # column headings, which have fewer than four wordings


@pytest.mark.parametrize("name", DIVIDED)
def test_no_entity_and_no_template_is_in_two_splits(name: str) -> None:
    where: dict[tuple[str, str], set[str]] = {}
    for item in world.labelled(name):
        for key in (*(("entity", e) for e in item.entities), ("template", item.template)):
            where.setdefault(key, set()).add(item.split)
    assert {key: splits for key, splits in where.items() if len(splits) > 1} == {}


# ---- access
def who(tenant: str, tier: int, *departments: str) -> Principal:
    return Principal("u", tenant, tier, frozenset(departments))


def test_access_rule() -> None:
    doc = Document(
        "doc-1", "tarn", "policy", "Finance", 2, "en", date(2025, 1, 1), date(2025, 1, 1), 1, 2, "t", "x", ()
    )
    assert world.visible(doc, who("tarn", 2, "Finance"))
    assert not world.visible(doc, who("tarn", 1, "Finance"))
    assert not world.visible(doc, who("tarn", 2, "People"))
    assert not world.visible(doc, who("else", 3, "Finance"))
    assert world.visible(dataclasses.replace(doc, access_tier=1), who("tarn", 1))
    assert world.visible(dataclasses.replace(doc, tenant=PUBLIC, access_tier=0), who("else", 0))


def test_tenants_tiers_and_canaries(lab: World) -> None:
    tenants = {PUBLIC, lab.company.lower(), *(c.tenant for c in lab.customers)}
    canaries = [m.note for d in lab.documents for m in d.marks if m.kind == "canary"]
    assert len(canaries) == len(set(canaries)) >= 100
    assert {d.tenant for d in lab.documents} <= tenants
    assert min(Counter(d.access_tier for d in lab.documents)[t] for t in range(4)) > 80
    assert all(d.access_tier == 0 for d in lab.documents if d.tenant == PUBLIC)
    guest = [d for d in lab.documents if world.visible(d, who(PUBLIC, 0))]
    assert guest
    assert not [c for c in canaries if any(c in d.text for d in guest)]
    whole = "\n".join(d.text for d in lab.documents)
    assert all(whole.count(c) == 1 for c in canaries)


# ---- ethics
DENIED = (  # names that an invented company does not know
    "Google|Amazon|Microsoft|Apple|Siemens|Bosch|Oracle|Salesforce|Slack|Jira|GitHub|Zoom|Docker|Kubernetes|Postgres|"
    "Redis|Kafka|Grafana|Linux|Cisco|Nvidia|Facebook|LinkedIn|WhatsApp|PayPal|Stripe|DHL|UPS|FedEx|Maersk|Lidl|Aldi|"
    "Tesco|Nestle|OpenAI|ChatGPT|Anthropic|Claude|Gemini|Mistral|Wikipedia|Berlin|London|Paris|Munich|Zurich|Hamburg|"
    "Vienna|Einstein|Merkel|Obama|Trump|Musk|Bezos|Gates|Zuckerberg"
)


@pytest.fixture(scope="module")
def shipped_text() -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(SHIPPED.glob("*.jsonl")))


def test_addresses_are_at_reserved_domains(shipped_text: str) -> None:
    mails = re.findall(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]\w+)", shipped_text)
    assert len(mails) > 1000
    assert {host for host in mails if not re.search(r"\.(example|rknzcyr)$", host)} == set()  # the second: rot13
    hosts = re.findall(r"(?:https?|ftp|wss?)://([\w.-]*\w)", shipped_text)
    assert len(hosts) > 50
    local = re.compile(r"(.+\.)?example|127\.0\.0\.1|localhost|(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+")
    assert {host for host in hosts if not local.fullmatch(host)} == set()
    assert re.findall(r"\b[\w-]+\.(?:com|org|net|io|eu|info)\b(?!\()", shipped_text) == []


def luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def test_numbers_come_from_test_ranges(shipped_text: str) -> None:
    phones = re.findall(r"\+\d[\d ()-]{8,}\d", shipped_text)
    assert len(phones) > 50
    kept = re.compile(r"\+1\d{3}55501\d\d|\+441632960\d{3}|\+442079460\d{3}")
    assert {p for p in phones if not kept.fullmatch(re.sub(r"\D", "", p).join(("+", "")))} == set()
    known = {re.sub(r"\D", "", c) for c in CARDS}
    groups = re.findall(r"(?<![\d.:-])(?:\d{4}[ -]){3}\d{4}(?![\d-])|(?<![\w.:-])[3-6]\d{14,15}(?![\w-])", shipped_text)
    cards = {re.sub(r"\D", "", g) for g in groups}
    assert len(cards & known) >= 8
    accounts = "".join(re.sub(r"\D", "", i) + " " for i in IBANS)
    assert {c for c in cards - known if luhn(c) and c not in accounts} == set()
    ibans = re.findall(r"\b(?:DE|GB|FR|BE|ES|CH|AT|NL)\d\d(?: ?[A-Z0-9]{4}){3,6}(?: ?[A-Z0-9]{1,3})?\b", shipped_text)
    examples = {i.replace(" ", "") for i in IBANS}
    assert len(ibans) > 20
    assert {i for i in ibans if not any(e.startswith(i.replace(" ", "")[:15]) for e in examples)} == set()
    addresses = {a for a in re.findall(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", shipped_text)
                 if re.match(r"(1\d\d|2[0-4]\d|25[0-5])\.", a)}  # fmt: skip
    free = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "127.0.0.0/8")]
    assert len(addresses) > 30
    assert {a for a in addresses if not any(ipaddress.ip_address(a) in net for net in free)} == set()


def test_no_real_company_place_or_person(shipped_text: str) -> None:
    assert re.findall(rf"\b(?:{DENIED})\b", shipped_text) == []


# ---- style
def test_style_stands_beside_real_documentation(lab: World) -> None:
    texts = [d.text for d in lab.documents]
    real = measure(python_topics())
    drawn = measure(sample(texts, real.words))
    assert abs(drawn.words - real.words) < 0.1 * real.words
    assert drawn.distinct_4gram_ratio > real.distinct_4gram_ratio
    assert drawn.vocabulary > real.vocabulary
    assert drawn.repeated_sentences < real.repeated_sentences
    assert drawn.template_entropy > real.template_entropy - 1
    whole = measure(texts)
    assert whole.distinct_4gram_ratio > 0.65
    assert whole.vocabulary > 12_000
    assert sum(n > 0 for n in histogram(texts).values()) >= 7


@pytest.mark.parametrize("kind", list(docs.COUNTS))
def test_no_template_shows_within_ten_documents(kind: str, lab: World) -> None:
    mine = [d for d in lab.documents if d.doc_type == kind]
    style = measure([d.text for d in mine])
    assert style.distinct_4gram_ratio > 0.55
    assert style.repeated_sentences < 0.36  # versions of manuals and release notes repeat each other on purpose
    texts = list({d.family or d.doc_id: d.text for d in mine}.values())  # versions of one document open alike
    for first in range(0, len(texts) - 9, 10):
        ten = texts[first : first + 10]
        assert len(set(ten)) == 10
        openings = Counter(" ".join(re.findall(r"[^\W\d]+", t)[:5]).lower() for t in ten)
        assert max(openings.values()) <= 4, openings.most_common(2)
