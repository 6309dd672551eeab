"""The server as a process of its own, to be killed and started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp

from cti.settings import Settings


class ServerProcess:
    """`cti serve` with these settings; its log is `server.log` in the data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: asyncio.subprocess.Process | None = None
        [pbx] = settings.pbx
        self._env = os.environ | {
            "CTI_DATA_DIR": str(settings.data_dir),
            "CTI_DATABASE_URL": settings.resolve_database_url(),
            "CTI_PBX": str(pbx),
            "CTI_HTTP_PORT": str(settings.http_port),
            "CTI_WEB_DIR": str(settings.web_dir.absolute()),
            "CTI_LOG_LEVEL": "WARNING",
        }

    @property
    def log(self) -> Path:
        """What it wrote."""
        return self.settings.data_dir / "server.log"

    async def start(self) -> None:
        """Start it, and wait until it is ready."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "cti", "serve", env=self._env, stdout=log, stderr=log
            )
        url = f"http://127.0.0.1:{self.settings.http_port}/readyz"
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                assert self._process.returncode is None, self.log.read_text()[-2000:]
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL: no last word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(number)
        return await asyncio.wait_for(process.wait(), 10)
