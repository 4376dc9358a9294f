"""What a notebook calls: verdicts, limits, hints, records, claims, figures, tables, progress."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labsupport import lab, settings
from labsupport.errors import LabError
from labsupport.lab import attempt, claims, exercises, figures, progress, prose, records, session, store, tables
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, ExerciseFailed, Question, expect, run_async, show
from labsupport.lab.threads import run_limited


def reference(values: list[float]) -> float:
    return sum(values)


def check_sum(total) -> None:
    for values in ([1.0, 2.0], [5.0]):
        got = total(values)
        expect(
            got == sum(values), expected=sum(values), got=got, case=f"total({values})",
            cause="adds the wrong things", read="99.1 Sums", diagnosis="wrong-sum",
        )  # fmt: skip


def check_empty(total) -> None:
    got = total([])
    expect(got == 0, expected=0, got=got, case="total([])", cause="no start value", diagnosis="empty")


HINTS = ("Think.", "Add them up.", "Start at zero, then add each value.")
TASK = Exercise(
    id="99.1.e1", title="Sum", reference=("test_lab_api:reference",), difficulty=1, minutes=1, task="Add.", hints=HINTS,
    section="99.1 Sums", checks=(Check("adds", check_sum), Check("empty list", check_empty)), time_limit_s=0.6,
)  # fmt: skip
QUESTION = Question(
    id="99.1.q1", text="1 < 2?", answer="It is.",
    choices=(Choice("no", False, "count"), Choice("yes <b>", True, "it is"), Choice("maybe", False, "no")),
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = dict(os.environ)  # begin() writes to it
    module = types.SimpleNamespace(EXERCISES=(TASK,), QUESTIONS=(QUESTION,))
    monkeypatch.setattr(exercises, "stages", lambda: ["99"])
    monkeypatch.setattr(exercises, "stage_module", lambda stage: module)
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LAB_STRICT", raising=False)
    monkeypatch.delenv("LAB_PACE", raising=False)
    monkeypatch.setattr(session, "_current", None)
    monkeypatch.setattr(session, "_before", {})
    monkeypatch.setattr(records, "_this_run", {})
    monkeypatch.setattr(attempt, "load_reference", lambda target: reference)
    yield tmp_path / "home"
    os.environ.clear()
    os.environ.update(before)


# exercise()


def test_a_pass_returns_the_learners_object(capsys):
    def total(values):
        return sum(values)

    assert lab.exercise("99.1.e1", total) is total
    assert capsys.readouterr().out == "99.1.e1 Sum: all 2 checks pass\n"
    assert progress.entry("99.1.e1") == {"attempts": 1, "passed": True}


def test_a_failure_prints_five_lines_and_returns_the_reference(capsys):
    assert lab.exercise("99.1.e1", lambda values: len(values)) is reference
    out = capsys.readouterr().out
    assert "1 of 2 checks pass" in out
    for line in (
        "expected:             3.0", "got:                  2", "first differing case: total([1.0, 2.0])",
        "likely cause:         adds the wrong things", "where to read:        99.1 Sums", "FAIL  adds",
        "pass  empty list", "The reference is used",
    ):  # fmt: skip
        assert line in out
    assert out.isascii()
    assert progress.entry("99.1.e1") == {"attempts": 1, "passed": False}


def test_a_stub_is_not_an_attempt(capsys):
    def total(values):
        raise NotImplementedError("99.1.e1")

    assert lab.exercise("99.1.e1", total) is reference
    assert "not attempted yet" in capsys.readouterr().out
    assert progress.entry("99.1.e1") == {}

    def inner():
        raise NotImplementedError("99.1.e1")

    class Group:
        @staticmethod
        async def method():
            inner()

    assert attempt.is_stub(total, "99.1.e1")
    assert not attempt.is_stub(Group, "99.1.e1")
    assert not attempt.is_stub(reference, "99.1.e1")


def test_not_implemented_inside_an_exception_group_is_not_an_attempt(capsys):
    def total(values):
        raise ExceptionGroup("tasks", [NotImplementedError()])

    lab.exercise("99.1.e1", total)
    assert "not attempted yet" in capsys.readouterr().out


def spin(values):
    while True:
        pass


def spin_and_swallow(values):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


def sleep(values):
    threading.Event().wait()


@pytest.mark.parametrize("total", [spin, spin_and_swallow, sleep])
def test_endless_code_returns_within_the_limit(total, capsys):
    begun = time.monotonic()
    assert lab.exercise("99.1.e1", total) is reference
    # 0.6 s limit and 1 s of grace for unwinding, doubled for a busy machine: the point is that it comes back
    assert time.monotonic() - begun < 2 * (TASK.time_limit_s + 1.0) + 5
    assert "still running, so it was stopped" in capsys.readouterr().out


def test_a_spinning_thread_is_really_stopped():
    before = threading.active_count()
    assert run_limited(lambda: spin(None), 0.1).timed_out
    assert threading.active_count() == before


@pytest.mark.parametrize("error", [SystemExit(0), KeyboardInterrupt(), ValueError("no"), GeneratorExit()])
def test_whatever_learner_code_raises_is_reported(error, capsys):
    def total(values):
        raise error

    assert lab.exercise("99.1.e1", total) is reference
    out = capsys.readouterr().out
    assert type(error).__name__ in out
    assert "your code raised" in out


def test_strict_raises_and_counts_nothing(monkeypatch):
    monkeypatch.setenv("LAB_STRICT", "1")
    with pytest.raises(ExerciseFailed, match="adds the wrong things"):
        lab.exercise("99.1.e1", lambda values: 7)
    assert lab.exercise("99.1.e1", sum) is sum
    assert progress.entry("99.1.e1") == {}


def test_unknown_id_and_wrong_number_of_objects():
    with pytest.raises(LabError, match=r"close matches: 99\.1\.e1"):
        lab.exercise("99.1.e2", reference)
    with pytest.raises(LabError, match=r"got 2 objects, it has 1"):
        lab.exercise("99.1.e1", reference, reference)


def test_an_object_with_a_raising_repr_is_shown():
    class Bad:
        def __repr__(self):
            raise RuntimeError

    assert "Bad" in show(Bad())
    assert show("x" * 900).endswith("...")
    assert show("\u00e9").isascii()


# run_async


def test_run_async_returns_and_passes_errors_through():
    async def value():
        await asyncio.sleep(0)
        return 7

    async def fails():
        raise KeyError("x")

    assert run_async(value) == 7
    with pytest.raises(KeyError):
        run_async(fails)

    async def inside():  # as in a notebook, whose own loop is running
        return run_async(value)

    assert asyncio.run(inside()) == 7


def test_run_async_stops_what_hangs_or_spins():
    cleaned = []

    async def hangs():
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append(True)

    async def spins():
        while True:
            pass

    for coroutine in (hangs, spins):
        before = threading.active_count()
        with pytest.raises(CheckFailed) as caught:
            run_async(coroutine, timeout_s=0.1)
        assert caught.value.diagnosis == "timeout"
        assert threading.active_count() == before
    assert cleaned == [True]


# hints and review


def test_hints_open_in_turn_after_an_attempt(capsys):
    lab.hint("99.1.e1")
    assert "after the first attempt" in capsys.readouterr().out
    lab.exercise("99.1.e1", lambda values: 7)
    capsys.readouterr()
    for number, text in enumerate((*HINTS, HINTS[2]), 1):
        lab.hint("99.1.e1")
        out = capsys.readouterr().out
        assert text in out
        assert f"hint {min(number, 3)} of 3" in out
    assert progress.entry("99.1.e1")["hints"] == 3
    lab.hint("99.1.e1", 1)
    assert HINTS[0] in capsys.readouterr().out
    with pytest.raises(LabError, match="hint level 4"):
        lab.hint("99.1.e1", 4)


def test_a_later_hint_does_not_open_early(capsys):
    lab.exercise("99.1.e1", lambda values: 7)
    capsys.readouterr()
    lab.hint("99.1.e1", 3)
    out = capsys.readouterr().out
    assert "hint 3 opens after hint 1" in out
    assert HINTS[0] in out
    assert HINTS[2] not in out


def test_review_reads_without_javascript(capsys):
    lab.review("99.1")
    out = capsys.readouterr().out
    assert "B. yes <b>" in out
    assert out.index("1 < 2?") < out.index("Answers") < out.index("99.1.q1 B. It is.")
    with pytest.raises(LabError, match="no review questions"):
        lab.review("99.2")


# records, claims, say


def test_begin_hands_its_choice_to_services_and_child_processes():
    lab.begin("99", pace="smoke", seed=3, model="other", device="cpu")
    chosen = settings.load()
    assert (chosen.model, chosen.device, chosen.pace, chosen.seed) == ("other", "cpu", "smoke", 3)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_begin_announces_and_refuses(capsys):
    now = lab.begin("99", pace="smoke", seed=3)
    out = capsys.readouterr().out
    assert 3 <= len(out.splitlines()) <= 5
    assert out.isascii()
    assert (now.pick(smoke=1, full=2, deep=3), now.seeds) == (1, (3,))
    assert lab.begin("99", pace="full").seeds == (0, 1, 2)

    async def value():
        return 5

    assert now.run(value()) == 5
    for bad in ({"pace": "slow"}, {"device": "tpu"}, {"seed": 1.5}, {"seed": True}):
        with pytest.raises(LabError, match="remedy"):
            lab.begin("99", **bad)
    with pytest.raises(LabError, match="stage 7"):
        lab.begin(7)


def test_record_prints_what_can_be_compared(capsys, home):
    lab.begin("99", pace="full")
    capsys.readouterr()
    assert lab.record("99.1.x1.ratio", 48.3, expected=50, band=(25, 60), unit="x", direction="x", naive=2) == 48.3
    assert lab.record("99.1.x1.ratio2", 31.0, expected=50, band=(25, 60), unit="x") == 31.0
    lab.record("99.1.x1.count", 40, expected=40, kind="exact", unit="threads")
    lab.record("99.1.x1.count2", 41, expected=40, kind="exact")
    lab.record("99.1.x1.time", 0.1234, kind="run_only", unit="s")
    lab.record("99.1.x1.far", 300.0, expected="> 10", band=(50, 900), unit="x")
    assert capsys.readouterr().out.splitlines() == [
        "99.1.x1.ratio within [25, 60] x : as predicted",
        "99.1.x1.ratio2 within [25, 60] x : as predicted",
        "99.1.x1.count = 40 threads : as predicted",
        "99.1.x1.count2 = 41 : differs from predicted 40",
        "99.1.x1.time = 0.1234 s : no prediction",
        "99.1.x1.far within [50, 900] x : as predicted",
    ]
    block = json.loads((home / "records/99.json").read_text())["paces"]["full"]
    assert block["records"]["99.1.x1.ratio"]["value"] == 48.3
    assert set(block["meta"]) >= {"seed", "model", "date", "hashes", "hardware", "run"}
    assert set(block["meta"]["hashes"]) == {"code", "data", "model"}


def test_a_value_outside_its_band_fails_except_at_smoke(capsys):
    lab.begin("99", pace="full")
    for value in (24.9, 60.1):
        with pytest.raises(AssertionError, match=r"outside \[25, 60\]"):
            lab.record("99.1.x1.ratio", value, band=(25, 60))
    lab.begin("99", pace="smoke")
    lab.record("99.1.x1.ratio", 3.0, band=(25, 60))
    assert "not asserted at smoke pace" in capsys.readouterr().out


@given(value=st.floats(-100, 100), low=st.floats(-100, 100), width=st.floats(0, 50))
def test_the_banded_line_depends_on_the_band_only(value, low, width):
    inside = records.judge(min(max(value, low), low + width), 5.0, (low, low + width))
    assert inside == ("as predicted" if low <= 5.0 <= low + width else "differs from predicted 5")


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"name": "ratio"}, "malformed"),
        ({"kind": "loose"}, "unknown"),
        ({"value": float("nan"), "kind": "exact"}, "not finite"),
        ({"value": [1], "kind": "exact"}, "is a list"),
        ({"band": None}, "without a band"),
        ({"band": (3, 1)}, "lo <= hi"),
        ({"naive": 1.5}, "naive arm"),
    ],
)
def test_malformed_records_are_refused_and_not_stored(arguments, match, home):
    call = {"name": "99.1.x1.n", "value": 1.0, "band": (0, 2), **arguments}
    with pytest.raises(LabError, match=match):
        lab.record(call.pop("name"), call.pop("value"), **call)
    assert not (home / "records/99.json").exists()


def test_smoke_does_not_overwrite_full(home):
    lab.begin("99", pace="full")
    lab.record("99.1.x1.n", 1, kind="exact")
    lab.begin("99", pace="smoke")
    lab.record("99.1.x1.n", 2, kind="exact")
    paces = json.loads((home / "records/99.json").read_text())["paces"]
    assert [paces[p]["records"]["99.1.x1.n"]["value"] for p in ("full", "smoke")] == [1, 2]


def test_accept_promotes_and_refuses(tmp_path, capsys, home):
    with pytest.raises(LabError, match="no records at deep pace"):
        records.accept(["99"], root=tmp_path)
    lab.begin("99", pace="deep")
    lab.record("99.1.x1.n", 5.0, band=(4, 6))
    lab.claim("99.1.c1", "holds", value=5.0)
    assert records.accept(["99"], root=tmp_path) == 0
    accepted = tmp_path / "data/records/99.json"
    first = accepted.read_text()
    assert json.loads(first)["records"]["99.1.x1.n"]["band"] == [4, 6]
    lab.record("99.1.x1.n", 50.0, band=(4, 60))  # a band widened on the way
    with pytest.raises(LabError, match="outside the accepted band"):
        records.accept(["99"], root=tmp_path)
    with pytest.raises(AssertionError):
        lab.record("99.1.x1.n", 5.0, band=(7, 9))
    with pytest.raises(LabError, match="outside its band"):
        records.accept(["99"], root=tmp_path)
    assert accepted.read_text() == first


def test_accept_takes_stage_numbers_only(tmp_path):
    for bad in ("../../x", "/etc/x", "one"):
        with pytest.raises(LabError, match="not a stage number"):
            records.accept([bad], root=tmp_path)


def test_a_failure_lab_without_a_number_is_refused():
    lab.begin("99", pace="smoke")
    with pytest.raises(LabError, match="not finite"):
        lab.failure_lab("99.1.a", metric="m", unit="s", before=[float("nan")], after=[1.0], harm="h", fix="f")


def test_accept_refuses_a_mixture_of_runs(tmp_path, home):
    lab.begin("99", pace="deep", seed=1)
    lab.record("99.1.x1.n", 5.0, band=(4, 6))
    lab.record("99.1.x1.m", 5.0, band=(4, 6))
    lab.begin("99", pace="deep", seed=2)
    lab.record("99.1.x1.n", 5.0, band=(4, 6))
    with pytest.raises(LabError, match=r"1 of 2 results come from another seed.*for example 99\.1\.x1\.m"):
        records.accept(["99"], root=tmp_path)
    assert not (tmp_path / "data").exists()
    lab.begin("99", pace="deep", seed=2)  # a run of its own, as `lab measure` makes one for each topic
    lab.record("99.1.x1.m", 5.0, band=(4, 6))
    assert records.accept(["99"], root=tmp_path) == 0


def test_claims_ledger(capsys, tmp_path):
    lab.begin("99", pace="full")
    lab.claim("99.1.c10", "depends", value=3, note="on the day.")
    lab.claim("99.1.c2", "holds", value=10.234, interval=(9, 11), unit="s", note="serial.")
    out = capsys.readouterr().out
    assert "claim 99.1.c2 holds: serial." in out
    assert "10.2" not in out
    with pytest.raises(LabError, match="not finite"):
        lab.claim("99.1.c1", "holds", value=float("nan"))
    assert claims.main(["99"], root=tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("99.1.c2")
    assert "10.23 [9, 11] s" in lines[1]
    assert lines[2].startswith("99.1.c10")
    for bad in (("c1", "holds", {"value": 1}), ("99.1.c1", "true", {"value": 1}), ("99.1.c1", "holds", {}),
                ("99.1.c1", "holds", {"value": 1, "interval": (2, 1)})):  # fmt: skip
        with pytest.raises(LabError):
            lab.claim(bad[0], bad[1], **bad[2])


def test_say_takes_its_numbers_from_records(capsys):
    lab.begin("99", pace="full")
    lab.record("99.1.x1.ratio", 48.26, band=(1, 99))
    lab.claim("99.1.c1", "holds", value=7, note="n")
    capsys.readouterr()
    lab.say("It took {99.1.x1.ratio:.1f} times as long; {99.1.c1} of them, {{really}}.")
    assert capsys.readouterr().out == "It took 48.3 times as long; 7 of them, {really}.\n"
    with pytest.raises(LabError, match=r"no record '99.1.x1.ration'.*\n.*99.1.x1.ratio"):
        lab.say("{99.1.x1.ration}")
    with pytest.raises(LabError, match="does not fit"):
        lab.say("{99.1.x1.ratio:d}")
    assert prose.FIELD.findall("{{a}}") == ["", ""]


# tables and failure labs


def test_table_is_plain_and_html(capsys):
    lab.table([{"arm": "naive <b>", "ms": 12.3456}, {"arm": "fixed", "ms": 2}], caption="Lag")
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Lag"
    assert "12.35" in out
    page = tables.html_table([{"arm": "naive <b>", "ms": 1}], "Lag")
    assert "&lt;b&gt;" in page
    assert '<th scope="col">' in page
    assert "<caption>" in page
    for bad in ([], [{"a": 1}, {"b": 2}]):
        with pytest.raises(LabError):
            lab.table(bad)


def failure(**changes) -> float:
    call = {"metric": "lag", "unit": "ms", "before": [500, 510, 520], "after": [5, 5, 5.6], "harm": "h", "fix": "f"}
    return lab.failure_lab("99.1.a", **{**call, **changes})


def test_failure_lab_shows_records_and_asserts(capsys, home):
    lab.begin("99", pace="full")
    assert failure(min_factor=10) == pytest.approx(98.08, abs=0.01)
    out = capsys.readouterr().out
    assert [w for w in ("reproduce", "harm", "fix", "after") if w not in out] == []
    assert "510 [500, 520]" in out
    stored = json.loads((home / "records/99.json").read_text())["paces"]["full"]["records"]
    assert stored["99.1.a.before"]["value"] == 510
    assert stored["99.1.a.after"]["interval"] == [5, 5.6]
    assert failure(better="higher", before=[1, 1, 1], after=[3, 3, 3]) == 3
    assert failure(after=[0, 0, 0]) == float("inf")
    with pytest.raises(AssertionError, match="not better"):
        failure(after=[600, 600, 600])
    with pytest.raises(AssertionError, match="not better"):
        failure(better="higher")
    with pytest.raises(AssertionError, match="needs 200"):
        failure(min_factor=200)
    with pytest.raises(LabError, match="each of the 3 seeds"):
        failure(before=[1], after=[0])
    lab.begin("99", pace="smoke")
    assert failure(before=[2], after=[1], min_factor=200) == 2


# figures

GOOD = {
    "title": "Lag",
    "alt": "Lag over time; it falls steeply; from 9 ms to 1 ms.",
    "data": {"t (s)": [0, 1], "lag": [9, 1]},
}


def draw(ax, label: str = "time (s)") -> None:
    ax.plot([0, 1], [9, 1])
    ax.set_xlabel(label)
    ax.set_ylabel("lag (ms)")


def test_figure_is_shown_with_alt_text_and_data(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "publish", lambda plain, **form: shown.append((plain, form["html"])))
    for _ in range(2):
        with lab.figure("99.1.x1", **GOOD) as ax:
            draw(ax)
    (plain, page), again = shown
    assert again[1] == page  # equal figures are equal bytes
    assert 'alt="Lag over time; it falls steeply; from 9 ms to 1 ms."' in page
    assert "data:image/png;base64," in page
    assert "<details><summary>Data of figure 99.1.x1</summary><table>" in page
    assert "it falls steeply" in plain
    assert "background:#ffffff" in page
    with lab.figure("99.1.x1", ncols=2, **GOOD) as (_fig, axes):
        for ax in axes:
            draw(ax)
        axes[1].cla()
        axes[1].bar(["naive", "fixed"], [9, 1])  # named categories need no unit
        axes[1].set_xlabel("arm")
        axes[1].set_ylabel("lag (ms)")
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"alt": "Lag falls."}, "alt text has 1 parts"),
        ({"alt": ""}, "alt text"),
        ({"title": " "}, "no title"),
        ({"data": {}}, "data columns"),
        ({"data": {"a": [1], "b": [1, 2]}}, "data columns"),
    ],
)
def test_figure_without_its_texts_is_refused(change, match):
    with pytest.raises(LabError, match=match), lab.figure("99.1.x1", **{**GOOD, **change}) as ax:
        draw(ax)


@pytest.mark.parametrize(("label", "match"), [("", "x axis has no label"), ("time", "has no unit")])
def test_figure_without_axis_labels_is_refused(label, match, capsys):
    with pytest.raises(LabError, match=match), lab.figure("99.1.x1", **GOOD) as ax:
        draw(ax, label)
    assert capsys.readouterr().out == ""


def contrast(color: str, background: str = "#ffffff") -> float:
    def luminance(text: str) -> float:
        code = "#" + text.lstrip("#")
        parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((luminance(color), luminance(background)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def test_style_text_is_legible_and_lines_differ_by_more_than_colour():
    from matplotlib import rc_params_from_file

    style = rc_params_from_file(figures.STYLE, use_default_template=False)
    assert contrast(style["text.color"]) >= 7
    cycle = list(style["axes.prop_cycle"])
    assert len({c["color"] for c in cycle}) == len({str(c["linestyle"]) for c in cycle}) == 7
    assert all(contrast(c["color"]) > 1.9 for c in cycle)
    assert contrast(cycle[0]["color"]) >= 4.5


# progress and files


def test_progress_survives_deletion_and_corruption(capsys, home):
    lab.exercise("99.1.e1", sum)
    progress.path().unlink()
    assert progress.main([]) == 0
    assert "0 of 1 exercises passed" in capsys.readouterr().out
    lab.exercise("99.1.e1", sum)
    progress.path().write_text("{not json")
    capsys.readouterr()
    assert progress.main([]) == 0
    out = capsys.readouterr().out
    assert "progress.json.corrupt-1" in out
    assert (home / "progress.json.corrupt-1").read_text() == "{not json"
    for content in ('{"exercises": [1, 2]}', '{"exercises": {"99.1.e1": 5}}', "[]", "\x00\xff"):
        progress.path().write_text(content)
        lab.exercise("99.1.e1", sum)
        assert progress.entry("99.1.e1")["attempts"] == 1
        progress.path().unlink()


def test_store_is_atomic_and_names_an_unwritable_place(tmp_path, monkeypatch):
    path = tmp_path / "a" / "b.json"
    store.write(path, {"x": 1})
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(LabError, match="LAB_HOME"):
        store.write(blocked / "b.json", {})
    monkeypatch.setattr(store.os, "replace", lambda *a: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(LabError, match="No space left"):
        store.write(path, {"x": 2})
    assert json.loads(path.read_text()) == {"x": 1}
    assert [p.name for p in path.parent.iterdir()] == ["b.json"]


def test_parallel_updates_lose_nothing(tmp_path):
    path = tmp_path / "n.json"

    def add(number: int) -> None:
        with store.update(path) as data:
            data[str(number)] = number

    threads = [threading.Thread(target=add, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.read(path)) == 8


def test_importing_the_lab_is_light():
    code = "import sys, labsupport.lab as lab; print([m for m in ('matplotlib', 'IPython', 'numpy', 'torch') if m in sys.modules]); print(sorted(lab.__all__))"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    light, names = done.stdout.splitlines()
    assert light == "[]"
    assert (
        names == "['begin', 'claim', 'exercise', 'failure_lab', 'figure', 'hint', 'record', 'review', 'say', 'table']"
    )


def test_a_loop_whose_close_was_interrupted_dies_quietly():
    code = """
import asyncio, gc
from labsupport.lab import check
loop = asyncio.new_event_loop()
loop._ssock.close()  # as far as close() had come
check._finish(loop)
del loop
gc.collect()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stopped_check_leaves_no_noise_above_the_verdict():
    """Tasks that die because their loop was stopped report nothing on stderr."""
    code = """
import asyncio, gc
from labsupport.lab.check import CheckFailed, run_async

async def orphan():
    await asyncio.sleep(0.01)
    raise ValueError("orphan")

async def forever():
    kept = asyncio.create_task(orphan())
    while True:
        await asyncio.sleep(0)

try:
    run_async(forever, 0.2)
except CheckFailed as failed:
    print(failed.diagnosis)
gc.collect()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("timeout", "")
