"""Listening for browsers, and why that can't be."""

import errno

from aiohttp import web

from cti.errors import UnavailableError

TAKEN = "end the program that listens there (another `cti serve`?), or set CTI_HTTP_PORT"
NO_ADDRESS = "set CTI_HTTP_HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0"
NOT_ALLOWED = "set CTI_HTTP_PORT to 1024 or above; a web server before it may have port 80"


class PortTakenError(UnavailableError):
    """Another program listens on the server's port: `host`, `port`."""

    code = "server.port_taken"


class NotListeningError(UnavailableError):
    """The server can't listen on the address it was given: `host`, `port`, `why`."""

    code = "server.not_listening"


async def listen(runner: web.AppRunner, host: str, port: int) -> None:
    """Accept connections. Raises PortTakenError or NotListeningError, each with `mend`."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host=host, port=port, mend=TAKEN) from error
        why = error.strerror or str(error)
        mend = NOT_ALLOWED if isinstance(error, PermissionError) else NO_ADDRESS
        raise NotListeningError(host=host, port=port, why=why, mend=mend) from error
