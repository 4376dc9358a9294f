"""Stand-in until this type is written anew."""

from labsupport.world import writing
from labsupport.world.writer import Meta

LAYOUTS = 6


def subjects(world, rng, n):
    return [p for p in world.policies if p.topic in writing.banks.POLICY][:n]


def write(w, subject, turn):
    title, tenant, department, tier, created, updated, version = writing._policy(w, subject, turn)
    return Meta(title, tenant if tier else "public", department, tier, created, updated, version)
