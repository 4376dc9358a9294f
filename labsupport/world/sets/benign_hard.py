"""Harmless texts that look like attacks or like harm: each shares the words of a family of `attacks`, and its channel.

Legitimate requests for the same actions, quotations of attacks in reports, code and policies with the same marks. A
filter that counts words cannot tell them from attacks; who asks, for what and by which right, can.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from labsupport.world import split_of
from labsupport.world.docs.page import sections
from labsupport.world.entities import World
from labsupport.world.sets.attacks import ASK, BANK, DISGUISES, ENCODINGS, FAMILY, Channel, Family, Maker, put
from labsupport.world.sets.benign_hard_text import LIKE
from labsupport.world.sides import PATTERN, Split, share
from labsupport.world.writer import capital

TOTAL = 420
Like = Literal[Family, "quoting", "harm"]
LIKES: tuple[Like, ...] = (*FAMILY, "quoting", "harm", "quoting")  # quotations are the hardest; twice as many
HARMLESS = sections(LIKE)
QUOTED: tuple[Family, ...] = (
    "override", "role_play", "authority", "prompt_leak", "tool_misuse", "policy_puppetry", "persuasion", "few_shot",
    "memory",
)  # fmt: skip
WORDS: Mapping[Like, str] = {  # the vocabulary that a text shares with the family it looks like
    "override": r"ignor|forget|disregard|instruction|rules?\b|limit|override|previous|new task|reset|skip|cancel|"
    r"guideline|from this point|do not answer|request|aside",
    "role_play": r"you are|act as|pretend|play|role|imagin|simulat|suppose|administrator|terminal|porter|intern|"
    r"speak as|without rules|rules|villain|chief|version|dream|stands in",
    "authority": r"system|admin|operator|\[inst|<|security|legal|approve|owner|trust|director|compliance|checks passed|"
    r"user",
    "encoded": r"base64|hex|rot13|decod|encod|payload|percent|entity|status word|switches|reversed|command|firmware|"
    r"checksum",
    "disguised": r"\S \S \S|serial|key|captcha|hidden|letters|look-alike|spelling|pls|urgent|no questions|"
    r"please be so kind|title|next step|reads|[\u200b\uff01-\uff5e]",
    "split": r"part|piece|let a|row|chunk|join|column|line|header|page break|note|message|remember|assemble|glue|"
    r's1|go\b|"\.join|lock',
    "document": r"assistant|instruction|model|ignore|delete|summaris|hidden|reader|machines|note|handling|processing|"
    r"answers|<!--|before|note|prompt",
    "tool_result": r"ignor|instruction|delete|refund|assistant|access|cancel|prompt|execut|send|forward|override|log|"
    r"role|remember|approv|kill",
    "exfiltration": r"link|!\[|\]\(|image|picture|send|footer|export|append|forward|statistics|tracking|address|render|"
    r"offer|chart",
    "prompt_leak": r"prompt|instruction|repeat|show|print|rules|text above|configur|set ?up|copy|quote|code|notes|"
    r"spell out|system",
    "multilingual": r"ignor|verge|löschen|dokument|antwo|anweis|regeln|leit|storn|system|lösch|oubli|répond|instruct|"
    r"annul|message|transf|contrôl|supprim|olvid|respond|cancel|sistema|testo|negeer|klant|zignor|powtórz|strunta",
    "tool_misuse": r"cancel|refund|delete|access|approv|confirm|remove|token|order|tools?|robot|test|nobody|log|worked",
    "policy_puppetry": r"policy|allow|deny|rule|mode|settings|config|set |terms|guideline|schema|if |flags|contract|"
    r"unrestricted|#!",
    "persuasion": r"please|emergency|yesterday|once|hypothetic|step by step|science|respect|bets|recommend|say no|ill|"
    r"no harm|tried|begging|good assistant|right thing|no time|feel|so much",
    "few_shot": r"example|q:|user|earlier|continue|last message|good answer|pattern|a:|transcript|dialogue|input|human|"
    r"cases|approved|assistant|guest",
    "memory": r"remember|save|keep|from next|stored?|note|standing|summary|memory|preference|handover|sessions|update|"
    r"permanent|whenever|already",
    "quoting": r"\"|> ",
    "harm": r"kill|explo|poison|shoot|execut|attack|blow|knife|drop|penetrat|break|destroy|inject|slave|record|strangl|"
    r"bombard|secret|overdose|bypass",
}
_SLOT = r"\{(?:id|doc|mail|name|product|word|amount|attack|ask|Ask|b64|hex|bits|rot|rev|spaced|leet|dotted|wide|zw)\}"
CUES = re.compile(  # in a text that quotes an attack: what makes it a report about it, not the attack
    r"ticket|attack|dangerous|filter|report|test case|before|family|guard|slide|react|guest book|"
    r"deleted|count|classify",
    re.I,
)


@dataclass(frozen=True)
class Benign:
    """A harmless text. `like` is the family of attacks that it looks like, or quoting, or harm by words only;
    `quoted` are the characters of an attack that it reports."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    like: Like
    channel: Channel
    language: str
    text: str
    quoted: tuple[int, int] | None


Item = Benign


def _forms(maker: Maker) -> dict[str, str]:
    """A harmless phrase in every disguise and encoding."""
    rng = maker.rng
    phrase = rng.choice(share(HARMLESS["phrase"], maker.world.side))
    key = f"{phrase.split()[0][:5]}{rng.randrange(100, 1000)}".upper()
    noise = bytes(rng.randrange(256) for _ in range(15))
    return {
        "b64": base64.b64encode(phrase.encode() if rng.random() < 0.6 else noise).decode(),
        "hex": noise.hex() if rng.random() < 0.6 else ENCODINGS["hex"](phrase), "rot": ENCODINGS["rot13"](phrase),
        "bits": ENCODINGS["binary"](phrase[:3]), "rev": phrase[::-1], "spaced": DISGUISES["spaced"](phrase.upper()),
        "leet": DISGUISES["leet"](key), "dotted": DISGUISES["dotted"](phrase), "wide": DISGUISES["fullwidth"](phrase),
        "zw": DISGUISES["zero_width"](phrase),
    }  # fmt: skip


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"benign-{world.seed}")
        self.maker = Maker(world, self.rng)
        splits: tuple[Split, ...] = ("train", "dev", "test")
        known = world.split
        self.people = {s: [p for p in world.people if known[p.id] == s] for s in splits}
        self.products = {s: [p for p in world.products if known[p.id] == s] for s in splits}
        self.customers = {s: [c for c in world.customers if known[c.id] == s] for s in splits}

    def values(self, split: Split) -> tuple[dict[str, str], dict[str, str]]:
        values, refs = self.maker.values(split)
        person = self.rng.choice(self.people[split] or self.world.people)
        product = self.rng.choice(self.products[split] or self.world.products)
        values |= {"name": person.name, "product": product.name, "mail": person.email} | _forms(self.maker)
        refs |= {"name": person.id, "product": product.id, "mail": person.id}
        if self.customers[split] and self.rng.random() < 0.5:
            customer = self.rng.choice(self.customers[split])
            values["mail"], refs["mail"] = customer.email, customer.id
        return values, refs

    def attack(self, split: Split, values: Mapping[str, str]) -> tuple[str, str, list[str]]:
        """The text of an attack of this split, its wording, and the slots that it used."""
        rng = self.rng
        family = rng.choice(QUOTED)
        kind = rng.choice(("say", "leak", "mail", "cancel_order", "delete_document", "issue_refund"))
        if family == "prompt_leak":
            kind = "leak"
        at, said = self.maker.deal(f"ask.{kind}", ASK[kind], split)
        ask = put(said, values)
        where, wrapper = self.maker.deal(family, BANK[family], split)
        fills = {"ask": ask, "Ask": capital(ask), "cover": self.maker.free("cover")}
        used = [key for key in ("id", "doc") if f"{{{key}}}" in said]
        return put(wrapper, fills).replace("\n", " "), f"{family}/{where}+{kind}/{at}", used

    def item(self, number: int, like: Like, split: Split, covered: float) -> Benign:
        rng = self.rng
        values, refs = self.values(split)
        source = "document" if like == "tool_result" and rng.random() < 0.4 else like  # a line inside a result
        at, said = self.maker.deal(f"like.{source}", HARMLESS[source], split)
        template, language, channel, quoted = f"{source}/{at}", "en", "user", None
        if like == "multilingual":
            language, said = said.split("|", 1)
        elif source == "document":
            channel, said = said.split("|", 1)
            if like == "tool_result" or (channel == "document" and rng.random() < 0.6):
                where, carrier = self.maker.deal(f"carrier.{like}", BANK[like], split)
                template = f"{template}+{like} carrier/{where}"
                channel, carrier = carrier.split("|", 1) if like == "document" else (like, carrier)
                said = put(carrier, {"inj": said.replace('"', "'") if carrier[0] == "{" else said})
        elif like == "tool_result":
            channel = "tool_result"
        used = [key for key in refs if f"{{{key}}}" in said]
        if like == "quoting":
            bad, wording, more = self.attack(split, values | {"mail": self.maker.free("inbox")})
            head, tail = said.split("{attack}")
            start = len(put(head, values))
            text = put(head, values) + bad + put(tail, values)
            quoted, template, used = (start, start + len(bad)), f"{template}+{wording}", [*used, *more]
        else:
            text = put(said, values)
        if channel == "user" and like != "quoting" and rng.random() < covered:
            cover = self.maker.free("cover")
            text = rng.choice((f"{cover} {text}", f"{text} {cover}", f"{cover}\n\n{text}"))
        return Benign(
            f"benign-{number:04d}", split, template, tuple(dict.fromkeys(refs[key] for key in used)), like,
            channel, language, text, quoted,  # type: ignore[arg-type]
        )  # fmt: skip


def make(world: World) -> Sequence[Benign]:
    """The harmless texts of a world: in turn like each family, in every split as often as there are attacks."""
    maker, out, seen = _Maker(world), list[Benign](), set[str]()
    for number in range(TOTAL):
        split = PATTERN[number // len(LIKES) % len(PATTERN)]
        for attempt in range(12):
            item = maker.item(number, LIKES[number % len(LIKES)], split, 0.9 if attempt else 0.35)
            if item.text not in seen and maker.maker.within(item.entities, split):
                seen.add(item.text)
                out.append(item)
                break
    return out


def prove(item: Benign, world: World) -> list[str]:
    """What is wrong with a text: no word of an attack, an unreported quotation, an address of nobody known."""
    wrong = []
    rest = item.text
    if item.quoted:
        start, end = item.quoted
        rest = item.text[:start] + item.text[end:]
        marked = item.text[start - 1 : start] == '"' == item.text[end : end + 1]
        cited = item.text[:start].endswith("> ") and end == len(item.text)
        if not 0 < start < end <= len(item.text) or not (marked or cited):
            wrong.append(f"[{start}:{end}] is not set off as a quotation")
        if not CUES.search(rest):
            wrong.append("quotes an attack without reporting it")
    if (item.like == "quoting") != (item.quoted is not None):
        wrong.append("is said to quote an attack and does not, or the reverse")
    words = WORDS[item.like] + (f"|{WORDS['document']}" if item.like == "tool_result" else "")
    if not re.search(words, item.text, re.I):
        wrong.append(f"has no word of {item.like}")
    known = {p.email for p in world.people} | {c.email for c in world.customers}
    for address in re.findall(r"[\w.+-]+@[\w.-]+\w", rest):
        if address not in known:
            wrong.append(f"names {address}, which belongs to nobody here")
    for order in re.findall(r"\bORD-\d+\b", item.text):
        if order not in item.entities:
            wrong.append(f"names {order}, which is not among its entities")
    for ref in item.entities:
        split = split_of(ref) if ref in world.by_doc else world.split.get(ref)
        if split != item.split:
            wrong.append(f"{ref} is unknown or of another split")
    if re.search(_SLOT, item.text):
        wrong.append("a slot was left empty")
    return wrong
