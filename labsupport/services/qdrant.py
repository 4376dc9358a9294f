"""Qdrant embedded in this process, or a Qdrant server by URL.

The embedded engine searches by brute force and is meant for some thousand points; above 20,000 it warns. A folder
can be open in one client at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from labsupport import settings
from labsupport.errors import LabError

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

MEMORY = ":memory:"


def folder() -> Path:
    """Where the embedded engine keeps collections that outlive a process: `<lab home>/qdrant`."""
    return settings.load().home / "qdrant"


def client(url: str | Path | None = None) -> QdrantClient:
    """A Qdrant client.

    `url`: None means the server named by LAB_QDRANT_URL, or an embedded engine in memory if that is not set;
    ":memory:" is always an embedded one in memory; "http(s)://..." is a server; a `Path` or any other text is a
    folder for an embedded engine on disk, relative to `<lab home>/qdrant`. Raises LabError if the server cannot be
    reached or the folder is open in another client.
    """
    from qdrant_client import QdrantClient

    where = str(url) if url is not None else settings.load().qdrant_url or MEMORY
    if where == MEMORY:
        return QdrantClient(location=MEMORY)
    if where.startswith(("http://", "https://")):
        server = QdrantClient(url=where, timeout=10, check_compatibility=False)
        try:
            server.get_collections()
        except Exception as error:  # the client raises its own, httpx's and pydantic's errors here
            server.close()
            first = (str(error) or type(error).__name__).splitlines()[0]
            raise LabError(
                f"no Qdrant server answers at {where} ({first})",
                "start it, or unset LAB_QDRANT_URL to use the embedded engine",
            ) from error
        return server
    path = folder() / where
    try:
        path.mkdir(parents=True, exist_ok=True)
        return QdrantClient(path=str(path))
    except RuntimeError as error:
        if "already accessed" not in str(error):
            raise
        raise LabError(
            f"the Qdrant folder {path} is open in another client", "close that client first, or use another folder"
        ) from error
    except OSError as error:
        from labsupport.services.state import disk_error

        raise disk_error(path, error) from error
