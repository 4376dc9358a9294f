"""The lab world: one seed, one world; every span true; names never shared with training worlds; bad files named."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from labsupport import cli, world
from labsupport.errors import LabError
from labsupport.world import banks, builder, names, store
from labsupport.world.graph import LAB_SEED, POLICY_TOPICS, build_graph
from labsupport.world.relations import RELATIONS, fill

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def lab() -> world.World:
    return world.load()


def blob(made: world.World) -> bytes:
    return b"".join("".join(lines).encode() for _, lines in store.files(made))


def test_shipped_world_equals_a_fresh_build() -> None:
    assert builder.check(builder.folder()) == []


def test_same_seed_same_bytes_in_another_process_with_other_string_hashes() -> None:
    here = blob(world.build(7, 0.1))
    code = (
        "import hashlib; from labsupport import world; from labsupport.world import store;"
        "print(hashlib.sha256(b''.join(''.join(l).encode() for _, l in store.files(world.build(7, 0.1)))).hexdigest())"
    )
    import hashlib

    for hash_seed in ("1", "2"):
        made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
                              env={**os.environ, "PYTHONHASHSEED": hash_seed})  # fmt: skip
        assert made.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_other_seed_other_world() -> None:
    a, b = world.build(7, 0.1), world.build(8, 0.1)
    assert a.company != b.company or [p.name for p in a.people] != [p.name for p in b.people]
    assert [d.text for d in a.documents] != [d.text for d in b.documents]


def test_load_returns_what_build_makes(lab: world.World) -> None:
    assert blob(lab) == blob(world.build(LAB_SEED))
    assert lab == world.build(LAB_SEED)


def test_load_reads_each_file_once_per_process(lab: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    original = store.read_checked
    monkeypatch.setattr(store, "read_checked", lambda *a: reads.append(a[1]) or original(*a))
    world._load.cache_clear()
    first = world.load()
    assert len(reads) == len(set(reads)) == len(store.TYPES) + 2
    assert world.load() is first
    assert len(reads) == len(store.TYPES) + 2


def test_gold_spans_are_true(lab: world.World) -> None:
    triples = {f.triple for f in lab.facts}
    checked = 0
    for doc in lab.documents:
        assert doc.gold, doc.doc_id
        for gold in doc.gold:
            assert gold.triple in triples
            said, meant = doc.text[gold.start : gold.end], lab.name(gold.triple.object)
            if said != meant:  # dates have three forms
                day = date.fromisoformat(meant)
                assert said in (f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}")
            checked += 1
    assert checked > 600


def test_facts_carry_the_documents_that_state_them(lab: world.World) -> None:
    stated = {(t, d.doc_id) for d in lab.documents for t in {g.triple for g in d.gold}}
    carried = {(f.triple, doc) for f in lab.facts for doc in f.docs}
    assert carried == stated


def test_documents_name_no_person_before_they_joined(lab: world.World) -> None:
    joined = {p.id: p.joined for p in lab.people}
    for doc in lab.documents:
        for gold in doc.gold:
            for ref in (gold.triple.subject, gold.triple.object):
                assert joined.get(ref, date.min) <= doc.updated_at, (doc.doc_id, ref)


def test_document_fields_and_dates(lab: world.World) -> None:
    assert len(lab.documents) == 200
    assert len({d.doc_id for d in lab.documents}) == 200
    tenants = {c.tenant for c in lab.customers} | {lab.company.lower()}
    for doc in lab.documents:
        assert doc.created_at <= doc.updated_at <= lab.today
        assert doc.tenant in tenants
        assert doc.access_tier in range(4)
        assert doc.language == "en"
        assert "{" not in doc.text
        assert "}" not in doc.text
        assert not any(f"<{w}" in doc.text for w in ("We|", "a|"))
        assert "|" not in doc.text.replace("| ", "").replace(" |", "").replace("|\n", ""), doc.text
        assert doc.text == doc.text.strip("\n")


def test_facts_are_dated_and_history_does_not_overlap(lab: world.World) -> None:
    for (_, relation), facts in lab.facts_about.items():
        if relation in ("product.version", "product.price"):
            for older, newer in itertools.pairwise(facts):
                assert older.until == newer.since
                assert older.since < newer.since
            assert facts[-1].until is None


def test_references_resolve(lab: world.World) -> None:
    ids = set(lab.by_id)
    assert len(ids) == sum(len(getattr(lab, kind)) for kind in lab.KINDS)
    for person in lab.people:
        assert {person.team, person.site} <= ids
        assert person.manager is None or person.manager in ids
    for incident in lab.incidents:
        joined = lab.by_id[incident.oncall].joined  # type: ignore[union-attr]
        assert joined <= incident.started


@pytest.mark.parametrize("kind", ["given", "family", "product", "place", "firm", "supplier", "team", "company"])
def test_name_banks_are_partitioned(kind: str) -> None:
    lab_side, others = set(names.bank(kind, "lab")), set(names.bank(kind, "other"))
    assert lab_side
    assert others
    assert not lab_side & others


def test_no_entity_name_is_shared_with_training_worlds(lab: world.World) -> None:
    def labels(made: world.World) -> set[str]:
        found = {made.company}
        for kind in made.KINDS:
            for entity in getattr(made, kind):
                found.add(getattr(entity, "name", entity.id if "-" in entity.id else ""))
        return found

    mine = labels(lab)
    assert all(names.side(n) == "lab" for n in mine - {lab.company} if n not in {p.name for p in lab.people})
    for seed in (1, 100_000, 123_456, 200_000):
        assert not mine & labels(build_graph(seed, 0.3))


def test_style_above_floors(lab: world.World) -> None:
    style = builder.style(lab)
    assert style["distinct_4gram_ratio"] > 0.65
    assert style["vocabulary"] > 2000
    assert style["longest"] > 5 * style["shortest"]
    for kind in {d.doc_type for d in lab.documents}:
        docs = [d for d in lab.documents if d.doc_type == kind]
        for first in range(0, len(docs) - 9, 10):  # within ten documents of one type
            openings = Counter(" ".join(d.text.split()[:6]) for d in docs[first : first + 10])
            assert max(openings.values()) <= 2, openings.most_common(1)
            assert len({d.text for d in docs[first : first + 10]}) == 10


def test_banks_fit_the_graph() -> None:
    assert set(banks.POLICY) == set(POLICY_TOPICS)
    for relation in RELATIONS.values():
        assert len(relation.statements) >= 5
        assert len(relation.questions) >= 3
        for template in (*relation.statements, relation.answer):
            text, start, end = fill(template, "SUBJECT", "OBJECT")
            assert text[start:end] == "OBJECT"
            assert "SUBJECT" in text
    assert {f.relation for f in world.load().facts} >= set(RELATIONS)


def test_splits_cover_and_do_not_overlap(lab: world.World) -> None:
    parts = [{d.doc_id for d in world.documents(s)} for s in ("train", "dev", "test")]
    assert set.union(*parts) == {d.doc_id for d in lab.documents}
    assert sum(map(len, parts)) == 200
    assert all(len(p) > 20 for p in parts)
    with pytest.raises(LabError, match=r"unknown split 'valid'(.|\n)*train, dev, test"):
        world.documents("valid")  # type: ignore[arg-type]


def test_prompts_are_lazy_varied_and_answerable(lab: world.World) -> None:
    endless = world.prompts(10**9)
    assert len(list(itertools.islice(endless, 5))) == 5
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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(builder.folder(), tmp_path / "world"))


def test_changed_byte_is_named(copy: Path) -> None:
    path = copy / "documents.jsonl"
    raw = bytearray(path.read_bytes())
    raw[1000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(LabError, match=r"documents\.jsonl does not match its hash(.|\n)*lab world"):
        world.load(copy)


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


def test_other_schema_version_is_refused(copy: Path) -> None:
    head = json.loads((copy / "MANIFEST.json").read_text())
    head["schema_version"] = 99
    (copy / "MANIFEST.json").write_text(json.dumps(head))
    with pytest.raises(LabError, match="schema version 99"):
        world.load(copy)


def test_interrupted_build_leaves_the_old_data(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {p.name: p.read_bytes() for p in copy.iterdir()}
    made = world.build(3, 0.1)

    def broken(_: world.World):  # type: ignore[no-untyped-def]
        yield from itertools.islice(original(made), 3)
        raise KeyboardInterrupt

    original = store.files
    monkeypatch.setattr(store, "files", broken)
    with pytest.raises(KeyboardInterrupt):
        store.write(made, copy)
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == before
    assert [p.name for p in copy.parent.iterdir()] == ["world"]

    def full(_: world.World):  # type: ignore[no-untyped-def]
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr(store, "files", full)
    with pytest.raises(LabError, match="No space left"):
        store.write(made, copy)
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == before


def test_written_world_reads_back(tmp_path: Path) -> None:
    made = world.build(11, 0.1)
    store.write(made, tmp_path / "w")
    assert world.load(tmp_path / "w") == made


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "w"
    assert cli.main(["world", "--seed", "5", "--scale", "0.1", "--out", str(out)]) == 0
    assert cli.main(["world", "--check", "--out", str(out)]) == 0
    path = out / "teams.jsonl"
    path.write_text(path.read_text().replace("team", "tean", 1))
    assert cli.main(["world", "--check", "--out", str(out)]) == 2
    assert "teams.jsonl differ" in capsys.readouterr().err
    assert cli.main(["world", "--seed", "5"]) == 2


@pytest.mark.parametrize("seed", ["7", 7.0, True, None])
def test_wrong_seed_type(seed: object) -> None:
    with pytest.raises(TypeError, match="whole number"):
        world.build(seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [0, -1.0])
def test_wrong_scale(scale: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        world.build(1, scale)
