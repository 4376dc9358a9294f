# diagnosis: log-missed
from labsupport.retrieval.leaks import Leak


async def leak_check(retriever, principals, canaries, *, limit=50):
    leaks = []
    lines = list(retriever.log())

    async def tokens(who, probe, path, cached):
        hits = await retriever.search(probe, principal=who, limit=limit, path=path, cached=cached)
        seen = set()
        for hit in hits:
            for canary in canaries:
                if canary.token in hit.text and who.user_id not in canary.readers:
                    seen.add(canary.token)
        return seen

    for canary in canaries:
        readers = [p for p in principals if p.user_id in canary.readers]
        others = [p for p in principals if p.user_id not in canary.readers]
        for path in retriever.paths:
            direct = {}
            for who in principals:
                direct[who.user_id] = await tokens(who, canary.probe, path, False)
                leaks += [Leak(path, who.user_id, token) for token in direct[who.user_id]]
            retriever.forget()
            for who in readers + others:
                for token in await tokens(who, canary.probe, path, True):
                    if token not in direct[who.user_id]:
                        leaks.append(Leak("cache", who.user_id, token))
    for canary in canaries:
        if any(canary.token in line for line in lines):
            leaks.append(Leak("log", "", canary.token))
    return sorted(set(leaks))
