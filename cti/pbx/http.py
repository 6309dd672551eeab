"""HTTP of the PBX page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.endpoint import API, endpoint
from cti.errors import NotFoundError
from cti.pbx.shapes import Diagnosis, Pbx, PbxList, Trunk, TrunkList

Describe = Callable[[], Pbx]
Examine = Callable[[], Awaitable[Diagnosis]]
ListTrunks = Callable[[], Sequence[Trunk]]


class PbxNotFoundError(NotFoundError):
    """No PBX of that name is configured. Params: pbx."""

    code = "pbx.not_found"


class PbxPage:
    """The configured PBXs: how each is, and who examines it."""

    def __init__(
        self,
        describe: Mapping[str, Describe],
        examine: Mapping[str, Examine],
        trunks: Mapping[str, ListTrunks],
    ) -> None:
        self._describe = describe
        self._examine = examine
        self._trunks = trunks

    def list(self) -> PbxList:
        """All of them."""
        return PbxList(rows=[describe() for describe in self._describe.values()])

    def list_trunks(self, name: str) -> TrunkList:
        """The ways out of one. Raises PbxNotFoundError."""
        if name not in self._trunks:
            raise PbxNotFoundError(pbx=name)
        return TrunkList(rows=list(self._trunks[name]()))

    async def examine(self, name: str) -> Diagnosis:
        """Run the doctor's checks on one. Raises PbxNotFoundError."""
        if name not in self._examine:
            raise PbxNotFoundError(pbx=name)
        return await self._examine[name]()


PAGE = web.AppKey("pbx_page", PbxPage)
Request = web.Request


@endpoint(Right.CAMPAIGNS_EDIT)
async def list_pbxs(request: Request) -> r200[PbxList]:
    """The configured PBXs and how they are; a campaign form chooses from them.

    Tags: pbx
    """
    return request.app[PAGE].list()


@endpoint(Right.CAMPAIGNS_EDIT)
async def list_trunks(request: Request, name: str, /) -> r200[TrunkList]:
    """The trunks that a PBX knows, and whether each can be reached; a campaign goes by one.

    Tags: pbx
    """
    return request.app[PAGE].list_trunks(name)


@endpoint(Right.PBX_VIEW)
async def examine_pbx(request: Request, name: str, /) -> r200[Diagnosis]:
    """Examine one PBX: what works, what does not, and what to do about it.

    Tags: pbx
    """
    return await request.app[PAGE].examine(name)


def add_routes(app: web.Application, page: PbxPage) -> None:
    """Put the PBX page under /api/v1."""
    app[PAGE] = page
    app.router.add_get(f"{API}/pbx", list_pbxs)
    app.router.add_get(f"{API}/pbx/{{name}}/trunks", list_trunks)
    app.router.add_get(f"{API}/pbx/{{name}}/doctor", examine_pbx)
