"""Settings from `CTI_*` environment variables, checked at start. docs/settings.md lists them."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import (
    AnyHttpUrl,
    AnyUrl,
    Field,
    SecretStr,
    TypeAdapter,
    UrlConstraints,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

AmiUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ami"], default_port=5038)]


class Settings(BaseSettings):
    """Everything an operator can set. A wrong value stops the start and is named."""

    model_config = SettingsConfigDict(env_prefix="CTI_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path("var"),
        description="Folder for the SQLite file, prompts and the sandbox's state.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL: `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`. "
        "Default: `cti.sqlite3` in the data folder.",
    )
    pbx: Annotated[tuple[AmiUrl, ...], NoDecode] = Field(
        default=(),
        repr=False,  # there are secrets in it
        description="One or several AMI addresses, separated by blanks: "
        "`ami://user:secret@host:5038/name?trunk=carrier`.",
    )
    http_host: str = Field(default="127.0.0.1", description="Address to listen on.")
    http_port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        default=None,
        description="How the PBX reaches this server, to fetch prompts. "
        "Default: `http://127.0.0.1:<port>`.",
    )
    timezone: str = Field(
        default="Asia/Ho_Chi_Minh", description="IANA zone for calling windows and dates."
    )
    country: str = Field(
        default="VN",
        min_length=2,
        max_length=2,
        description="Region that numbers without a country code belong to (ISO 3166).",
    )
    rules_profile: Literal["vietnam", "us-tsr", "uk-ofcom"] = Field(
        default="vietnam", description="Calling rules that the gate starts from."
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="Hours until a sign-in expires."
    )
    secure_cookies: bool = Field(
        default=False, description="Set to true behind HTTPS: cookies get the Secure flag."
    )
    allow_unsafe_asterisk: bool = Field(
        default=False, description="Connect to an Asterisk release with a known AMI hole."
    )
    documents_url: SecretStr | None = Field(
        default=None,
        description="Where documents are kept in an S3-compatible store: "
        "`s3://key:secret@host:9000/bucket/prefix?region=us-east-1&tls=0`. "
        "Default: `documents` in the data folder.",
    )
    documents_mb: int = Field(
        default=25,
        ge=1,
        le=1024,
        description="Largest document that may be uploaded, in megabytes.",
    )
    webhooks_private: bool = Field(
        default=False,
        description="Let webhooks go to loopback and private addresses: "
        "to machines beside this one.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="Server for outgoing mail: `smtp://user:secret@host:587` (goes over to TLS "
        "when offered; a password is told only over TLS, or to this machine) or `smtps://…`; it "
        "is tried for two and a half hours. Default: mail is kept as files in `outbox` of the "
        "data folder.",
    )
    mail_from: str = Field(default="cti@localhost", description="Sender of the server's mail.")
    web_dir: Path = Field(default=Path("web/dist"), description="The built browser app.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much to log."
    )

    @field_validator("pbx", mode="before")
    @classmethod
    def split_addresses(cls, value: object) -> object:
        """Several addresses stand in one variable, as the shell would list them."""
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def check_zone(cls, value: str) -> str:
        """The zone must exist in the IANA database."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            message = f"{value!r} is no IANA time zone, e.g. Asia/Ho_Chi_Minh"
            raise ValueError(message) from error
        return value

    @field_validator("country")
    @classmethod
    def check_country(cls, value: str) -> str:
        """Numbers of the region must be known, or none without a country code could be called."""
        if value.upper() not in phonenumbers.SUPPORTED_REGIONS:
            message = f"{value!r} is no region of ISO 3166, e.g. VN"
            raise ValueError(message)
        return value.upper()

    @field_validator("smtp_url")
    @classmethod
    def check_smtp_url(cls, value: SecretStr | None) -> SecretStr | None:
        """Mail goes by SMTP alone; the secret is not shown when the address is wrong."""
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
                message = "no address such as smtp://user:secret@mail.example.vn:587"
                raise ValueError(message)
        return value

    @field_validator("public_url")
    @classmethod
    def check_public_url(cls, value: str | None) -> str | None:
        """A PBX can fetch prompts over HTTP alone."""
        try:
            if value is not None:
                TypeAdapter(AnyHttpUrl).validate_python(value)
        except ValidationError as error:
            message = f"{value!r} is no address such as http://10.0.0.5:8080"
            raise ValueError(message) from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The operator's zone."""
        return ZoneInfo(self.timezone)

    def resolve_database_url(self) -> str:
        """The URL to connect to."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{(self.data_dir / 'cti.sqlite3').absolute()}"

    def resolve_smtp_url(self) -> str | None:
        """The mail server to use, with its secret; None to keep mail as files."""
        return None if self.smtp_url is None else self.smtp_url.get_secret_value()

    def resolve_public_url(self) -> str:
        """Where the PBX fetches prompts, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.http_port}").rstrip("/")
