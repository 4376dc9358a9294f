# right
from labsupport.retrieval import ledger
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry
from labsupport.retrieval.plan import SuspiciousDeletion, SyncPlan


def kind_of(entry, new):
    if entry is None:
        return "add"
    if entry.deleted_at is not None:
        return "restore"
    old = entry.fingerprint
    if entry.pending or {old.content, old.pipeline} != {new.content, new.pipeline}:
        return "update_content"
    return "update_metadata" if old.metadata != new.metadata else "unchanged"


def plan(docs, manifest, *, chunker_version=CHUNKER, model_id=MODEL, confirm_deletion=False):
    docs = list(docs)
    source = {doc.doc_id: doc for doc in docs}
    if len(source) < len(docs):
        raise ValueError("an id comes twice")
    prints = {doc.doc_id: ledger.fingerprint(doc, chunker_version, model_id) for doc in docs}
    kinds = {i: kind_of(manifest.get(i), new) for i, new in prints.items()}
    live = {i for i in manifest if manifest[i].deleted_at is None}
    gone = live - source.keys()
    if not confirm_deletion and live and len(gone) / len(live) > 0.2:
        raise SuspiciousDeletion(len(gone), len(live))
    names = ("add", "update_content", "update_metadata", "restore", "unchanged")
    groups = {name: tuple(i for i, kind in kinds.items() if kind == name) for name in names}
    return SyncPlan(**groups, delete=tuple(sorted(gone)), docs=source, fingerprints=prints)


def recorded(todo, manifest, now):
    indexed = {*todo.add, *todo.update_content, *todo.update_metadata, *todo.restore}
    rows = {i: Entry(entry.fingerprint, now) if i in todo.delete else entry for i, entry in manifest.items()}
    return rows | {i: Entry(todo.fingerprints[i]) for i in indexed}
