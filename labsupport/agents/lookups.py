"""Read-only tools over stores: orders, tickets, policies and teams in SQLite, passages in Qdrant.

The rows are what the desk of the world's tasks says on the first day; names and arguments of the tools are the desk's.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic

from labsupport.agents.desk import arguments
from labsupport.agents.tools import Tool, ToolFailure, tool
from labsupport.world.chunks import Chunk
from labsupport.world.entities import Document, World
from labsupport.world.sets.tasks_desk import TOOLS, Desk

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

TIMEOUT_S = 5.0
COLLECTION = "passages"
Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
_TABLES = {"get_order": "orders", "get_ticket": "tickets", "get_policy": "policies", "get_team": "teams"}


def build_database(path: Path, world: World) -> dict[str, int]:
    """Write the tables `orders`, `tickets`, `policies` and `teams` to a new file; the number of rows of each.

    Raises FileExistsError for a path that is taken.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already: choose another path")
    desk = Desk(world)
    keys = {
        "get_order": [order.id for order in world.orders],
        "get_ticket": [incident.id.replace("INC-", "TCK-") for incident in world.incidents],
        "get_policy": sorted({policy.topic for policy in world.policies}),
        "get_team": [team.name for team in world.teams],
    }
    counts = {}
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for name, table in _TABLES.items():
            [argument] = TOOLS[name].parameters["properties"]
            found = [desk.call(name, {argument: key}) for key in keys[name]]
            rows = [row for row in found if "error" not in row]  # a topic may have no policy in force
            names = ", ".join(f'"{column}"' for column in rows[0])
            database.execute(f"CREATE TABLE {table} ({names}, PRIMARY KEY ({argument})) WITHOUT ROWID")
            places = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({places})", [tuple(row.values()) for row in rows])
            counts[table] = len(rows)
        database.execute("CREATE INDEX orders_customer ON orders (customer, order_id)")
    return counts


class FindOrders(pydantic.BaseModel):
    """What `find_orders` takes: the desk's arguments and a bound on the rows."""

    customer: str = pydantic.Field(description="Full name of the customer.")
    status: str | None = pydantic.Field(default=None, description="Order status; null means any.")
    limit: int = pydantic.Field(default=10, ge=1, le=50, description="At most so many rows, 1 to 50; null means 10.")


def database_tools(path: Path, *, timeout_s: float = TIMEOUT_S) -> list[Tool]:
    """`get_order`, `get_ticket`, `get_policy`, `get_team` and `find_orders` on a file of `build_database`.

    Every call opens the file for reading only; values are bound, never written into a statement.
    """

    def rows(statement: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(statement, values)]

    def getter(name: str) -> Tool:
        table, key = (
            _TABLES[name],
            "topic" if name == "get_policy" else next(iter(TOOLS[name].parameters["properties"])),
        )

        def get(args: pydantic.BaseModel) -> dict[str, Any]:
            found = rows(f"SELECT * FROM {table} WHERE {key} = ?", list(args.model_dump().values()))
            if not found:
                raise ToolFailure("not_found", f"no row of {table} has this {key}")
            return found[0]

        return tool(arguments(name), False, timeout_s, TOOLS[name].description, name=name)(get)

    @tool(FindOrders, False, timeout_s, "Orders of a customer by full name. With the number at hand use get_order.")
    def find_orders(args: FindOrders) -> dict[str, Any]:
        where = "FROM orders WHERE customer = ? AND ? IN (status, '')"
        values = [args.customer, args.status or ""]
        [total] = rows(f"SELECT count(*) AS count {where}", values)
        return total | {"orders": rows(f"SELECT * {where} ORDER BY order_id LIMIT ?", [*values, args.limit])}

    return [*map(getter, _TABLES), find_orders]


def index_passages(client: QdrantClient, passages: Sequence[Chunk], documents: Sequence[Document], embed: Embed) -> int:
    """Put the passages of `documents` into a new collection; how many. So the caller decides who sees what.

    embed: texts to vectors of one length. Raises ValueError when nothing is left to index.
    """
    from qdrant_client import models

    by_id = {document.doc_id: document for document in documents}
    wanted = [passage for passage in passages if passage.doc_id in by_id]
    if not wanted:
        raise ValueError("none of the passages is of one of the documents")
    vectors = [list(vector) for vector in embed([passage.text for passage in wanted])]
    size = models.VectorParams(size=len(vectors[0]), distance=models.Distance.COSINE)
    client.create_collection(COLLECTION, vectors_config=size)
    points = [
        models.PointStruct(id=i, vector=vector, payload={
            "passage": passage.id, "title": by_id[passage.doc_id].title, "text": passage.text,
            "doc_type": by_id[passage.doc_id].doc_type,
        })
        for i, (passage, vector) in enumerate(zip(wanted, vectors, strict=True))
    ]  # fmt: skip
    client.upsert(COLLECTION, points)
    return len(points)


class SearchPassages(pydantic.BaseModel):
    """What `search_passages` takes."""

    query: str = pydantic.Field(min_length=1, max_length=500, description="What to look for, in words.")
    top_k: int = pydantic.Field(default=3, ge=1, le=10, description="At most so many passages; null means 3.")
    doc_type: str | None = pydantic.Field(default=None, description="Only papers of this type; null means all.")


def search_tool(client: QdrantClient, embed: Embed, *, timeout_s: float = TIMEOUT_S) -> Tool:
    """`search_passages` on a collection of `index_passages`. A type of paper that does not exist is `not_found`."""
    from qdrant_client import models

    @tool(SearchPassages, False, timeout_s, "Search the company's papers by meaning. Not for an order or a ticket.")
    def search_passages(args: SearchPassages) -> dict[str, Any]:
        only = None
        if args.doc_type is not None:
            match = models.FieldCondition(key="doc_type", match=models.MatchValue(value=args.doc_type))
            only = models.Filter(must=[match])
            if not client.count(COLLECTION, count_filter=only).count:
                raise ToolFailure("not_found", "there are no papers of this type; null searches all")
        [vector] = embed([args.query])
        found = client.query_points(COLLECTION, query=list(vector), query_filter=only, limit=args.top_k).points
        return {"passages": [{**(point.payload or {}), "score": round(point.score, 3)} for point in found]}

    return search_passages
