"""Stands between the server and the PBX, to cut the line where a test wants it cut."""

import asyncio
from typing import Self


class Proxy:
    """A TCP relay on loopback."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._writers: set[asyncio.StreamWriter] = set()
        self._left: int | None = None  # bytes that still pass before the cut

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self._abort()

    def cut(self, after_bytes: int) -> None:
        """Let so many more bytes through, either way, then cut every connection hard."""
        self._left = after_bytes

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        await asyncio.gather(self._relay(reader, far_writer), self._relay(far_reader, writer))

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                if self._left is not None:
                    writer.write(data[: self._left])
                    self._left -= len(data)
                    if self._left <= 0:
                        await writer.drain()
                        self._abort()
                        return
                else:
                    writer.write(data)
        except OSError:
            pass  # the other half was cut
        finally:
            writer.close()
            self._writers.discard(writer)

    def _abort(self) -> None:
        self._left = None
        for writer in tuple(self._writers):
            writer.transport.abort()
        self._writers.clear()
