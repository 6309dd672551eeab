"""The floor of the pop bench: events in, a message of a card's size out, nothing in between.

`python -m bench.forwarder AMI_PORT HTTP_PORT`
"""

import asyncio
import sys

from aiohttp import web

CARD = '{"type":"change","topic":"me","seq":1,"set":{"call/x":"' + "x" * 1000 + '"},"unset":[]}'
NEWSTATE = b"Event: Newstate"


async def serve(ami_port: int, http_port: int) -> None:
    sockets: dict[str, web.WebSocketResponse] = {}

    async def accept(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        sockets[request.match_info["name"]] = socket
        async for _ in socket:
            pass
        return socket

    app = web.Application()
    app.router.add_get("/{name}", accept)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", http_port).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", ami_port)
    writer.write(b"Action: Login\r\n\r\n")
    while True:
        frame = await reader.readuntil(b"\r\n\r\n")
        if frame.startswith(NEWSTATE):
            extension = frame.partition(b"PJSIP/")[2].partition(b"-")[0].decode()
            await sockets[extension].send_str(CARD)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
