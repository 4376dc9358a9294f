# diagnosis: reversed-accepted
from labsupport.retrieval.access import AccessError
from qdrant_client import models


def build_filter(principal, *, doc_types=None, updated=(None, None), department=None):
    tier = principal.tier
    if type(tier) is not int or tier < 0 or tier > 3:
        raise AccessError(f"tier {tier!r}")
    if not isinstance(principal.tenant_id, str) or not principal.tenant_id:
        raise AccessError(f"tenant {principal.tenant_id!r}")
    start, end = updated
    for bound in (start, end):
        if bound is not None and bound.tzinfo is None:
            raise ValueError(f"no zone: {bound!r}")
    departments = sorted(principal.departments)
    must = [
        models.FieldCondition(key="meta.tenant_id", match=models.MatchAny(any=["public", principal.tenant_id])),
        models.FieldCondition(key="meta.tier", range=models.Range(lte=tier)),
        models.Filter(
            should=[
                models.FieldCondition(key="meta.tier", range=models.Range(lt=2)),
                models.FieldCondition(key="meta.department", match=models.MatchAny(any=departments)),
            ]
        ),
    ]
    if doc_types is not None:
        must.append(models.FieldCondition(key="meta.doc_type", match=models.MatchAny(any=list(doc_types))))
    if department is not None:
        must.append(models.FieldCondition(key="meta.department", match=models.MatchValue(value=department)))
    if start is not None:
        must.append(models.FieldCondition(key="meta.updated_at", range=models.Range(gte=start.timestamp())))
    if end is not None:
        must.append(models.FieldCondition(key="meta.updated_at", range=models.Range(lt=end.timestamp())))
    return models.Filter(must=must)
