# right
from labsupport.retrieval.leaks import Leak


async def leak_check(retriever, principals, canaries, *, limit=50):
    asked = {(canary.probe, path) for canary in canaries for path in retriever.paths}
    found = set()
    direct = set()

    async def ask(who, probe, path, cached):
        hits = await retriever.search(probe, principal=who, limit=limit, path=path, cached=cached)
        text = "\n".join(hit.text for hit in hits)
        return [c.token for c in canaries if c.token in text and who.user_id not in c.readers]

    for probe, path in asked:
        for who in principals:
            for token in await ask(who, probe, path, False):
                direct.add((probe, path, who.user_id, token))
                found.add((path, who.user_id, token))
    for canary in canaries:
        retriever.forget()
        for path in retriever.paths:
            order = sorted(principals, key=lambda p: p.user_id not in canary.readers)
            for who in order:
                for token in await ask(who, canary.probe, path, True):
                    if (canary.probe, path, who.user_id, token) not in direct:
                        found.add(("cache", who.user_id, token))
    lines = "\n".join(retriever.log())
    found |= {("log", "", c.token) for c in canaries if c.token in lines}
    return [Leak(*row) for row in sorted(found)]
