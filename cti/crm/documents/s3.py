"""Documents in an S3-compatible store: AWS, MinIO, Ceph, or whatever speaks the protocol.

Imported only where the setting asks for it: botocore takes half a second and 30 MB.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from cti.crm.documents.errors import DocumentStoreDownError
from cti.crm.documents.files import CHUNK
from cti.errors import InvalidError

CONNECT_S, READ_S, TRIES = 5, 30, 3


class DocumentsUrlError(InvalidError):
    """CTI_DOCUMENTS_URL is no address such as s3://key:secret@host:9000/bucket/prefix."""

    code = "settings.documents_url"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where and as whom."""

    endpoint: str
    region: str
    bucket: str
    prefix: str
    key: str
    secret: str


def read_bucket(url: str) -> Bucket:
    """The bucket that an address names. Raises DocumentsUrlError.

    s3://key:secret@host:port/bucket/prefix?region=us-east-1&tls=0; `key` and `secret` are
    percent-encoded. Over TLS unless `tls=0`.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket, _, prefix = parts.path.lstrip("/").partition("/")
    if parts.scheme != "s3" or not (parts.hostname and bucket and parts.username):
        raise DocumentsUrlError
    host = parts.netloc.rpartition("@")[2]
    return Bucket(
        endpoint=f"{'http' if options.get('tls') == '0' else 'https'}://{host}",
        region=options.get("region", "us-east-1"),
        bucket=bucket,
        prefix=f"{prefix.strip('/')}/" if prefix.strip("/") else "",
        key=unquote(parts.username),
        secret=unquote(parts.password or ""),
    )


class S3Store:
    """Documents as objects of one bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._session = get_session()

    async def put(self, key: str, path: Path) -> None:
        """Store the file's content as one object."""
        data = await asyncio.to_thread(path.read_bytes)
        async with self._client() as client:
            await client.put_object(**self._name(key), Body=data)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The object's content in pieces."""
        async with self._client() as client:
            answer = await client.get_object(**self._name(key))
            async with answer["Body"] as body:
                while chunk := await body.read(CHUNK):
                    yield chunk

    async def delete(self, key: str) -> None:
        """Delete the object; S3 does not mind if there is none."""
        async with self._client() as client:
            await client.delete_object(**self._name(key))

    def _name(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket.bucket, "Key": f"{self._bucket.prefix}{key}"}

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Any]:
        bucket = self._bucket
        config = AioConfig(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"max_attempts": TRIES},
            s3={"addressing_style": "path"},  # a bucket's own host name needs DNS of its own
            # Not all who speak S3 know the checksums that AWS added since.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        try:
            async with self._session.create_client(
                "s3",
                endpoint_url=bucket.endpoint,
                region_name=bucket.region,
                aws_access_key_id=bucket.key,
                aws_secret_access_key=bucket.secret,
                config=config,
            ) as client:
                yield client
        except (BotoCoreError, ClientError, OSError) as error:
            raise DocumentStoreDownError from error
