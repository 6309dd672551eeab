"""The built browser app: files, and its one page for every address of its own."""

from pathlib import Path

from aiohttp import web

from cti.endpoint import API
from cti.errors import UnavailableError

ASSETS = "assets"
"""The build puts a hash of the content into these files' names, so they never change."""

FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

CONTENT_SECURITY = (
    "default-src 'self'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; "  # Mantine writes its variables into a <style>
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}

WEB_DIR = web.AppKey("web_dir", Path)


class WebNotBuiltError(UnavailableError):
    """There is no built browser app in CTI_WEB_DIR: `folder`."""

    code = "web.not_built"


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """On every response: what a browser may do with it. A handler's own choice stands."""
    response.headers["Server"] = "cti"  # which versions we run is nobody's business
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(API):
        response.headers.setdefault("Cache-Control", "no-store")


async def serve_app(request: web.Request) -> web.StreamResponse:
    """A file of the build; for any other page address, the app's one page."""
    folder = request.app[WEB_DIR]
    path = request.match_info["path"]
    if path.startswith("api/"):
        raise web.HTTPNotFound
    file = _find(folder, path)
    if file is not None:
        is_asset = path.startswith(f"{ASSETS}/")
        return _send(file, FOREVER if is_asset else ASK_FIRST)
    if "." in path.rpartition("/")[2]:  # a file that is not there, not a page
        raise web.HTTPNotFound
    page = folder / "index.html"
    if not page.is_file():
        raise WebNotBuiltError(folder=folder.name)
    return _send(page, ASK_FIRST)


def _find(folder: Path, path: str) -> Path | None:
    """The file, if it is truly inside the folder."""
    try:
        file = (folder / path).resolve()
        if file.is_dir() and path:
            file /= "index.html"
        return file if file.is_relative_to(folder) and file.is_file() else None
    except (OSError, ValueError):  # too long a name, a NUL in it
        return None


def _send(file: Path, caching: str) -> web.FileResponse:
    return web.FileResponse(file, headers={"Cache-Control": caching})
