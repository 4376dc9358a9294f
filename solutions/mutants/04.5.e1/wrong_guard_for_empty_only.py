# diagnosis: no-guard
import dataclasses

from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, fingerprint
from labsupport.retrieval.plan import SuspiciousDeletion, SyncPlan


def plan(docs, manifest, *, chunker_version=CHUNKER, model_id=MODEL, confirm_deletion=False):
    source = {}
    for doc in docs:
        if doc.doc_id in source:
            raise ValueError(f"{doc.doc_id} comes twice")
        source[doc.doc_id] = doc
    prints = {i: fingerprint(doc, chunker_version, model_id) for i, doc in source.items()}
    groups = {"add": [], "update_content": [], "update_metadata": [], "restore": [], "delete": [], "unchanged": []}
    for i, new in prints.items():
        entry = manifest.get(i)
        if entry is None:
            groups["add"].append(i)
        elif entry.deleted_at is not None:
            groups["restore"].append(i)
        elif entry.pending or entry.fingerprint.content != new.content or entry.fingerprint.pipeline != new.pipeline:
            groups["update_content"].append(i)
        elif entry.fingerprint.metadata != new.metadata:
            groups["update_metadata"].append(i)
        else:
            groups["unchanged"].append(i)
    live = [i for i, entry in manifest.items() if entry.deleted_at is None]
    groups["delete"] = [i for i in live if i not in source]
    if not source and live and not confirm_deletion:
        raise SuspiciousDeletion(len(groups["delete"]), len(live))
    return SyncPlan(**{name: tuple(ids) for name, ids in groups.items()}, docs=source, fingerprints=prints)


def recorded(todo, manifest, now):
    after = dict(manifest)
    for i in todo.add + todo.update_content + todo.update_metadata + todo.restore:
        after[i] = Entry(todo.fingerprints[i])
    for i in todo.delete:
        after[i] = dataclasses.replace(after[i], deleted_at=now, pending=False)
    return after
