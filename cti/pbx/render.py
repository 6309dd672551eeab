"""Asterisk's configuration files from their templates: settings in, texts out.

The same `cti/` templates serve the sandbox, Docker and an administrator's own Asterisk.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2

from cti.pbx.model import CtiFiles, Site
from cti.pbx.modules import CARRIER_MODULES, PBX_MODULES
from cti.pbx.subscribers import Subscriber

TEMPLATES = Path(__file__).resolve().parents[2] / "asterisk-config"

CTI_TEMPLATES = (
    "cti/extensions_cti.conf",
    "cti/manager_cti.conf",
    "cti/queues_cti.conf",
)
COMMON_TEMPLATES = (
    "sandbox/common/asterisk.conf",
    "sandbox/common/logger.conf",
    "sandbox/common/rtp.conf",
    "sandbox/common/manager.conf",
    "sandbox/common/http.conf",
    "sandbox/common/modules.conf",
    "sandbox/common/res_http_media_cache.conf",
    "sandbox/common/indications.conf",
    # Near empty: Asterisk calls it an error when they are absent.
    "sandbox/common/acl.conf",
    "sandbox/common/ccss.conf",
    "sandbox/common/cdr.conf",
    "sandbox/common/cel.conf",
    "sandbox/common/confbridge.conf",
    "sandbox/common/features.conf",
    "sandbox/common/musiconhold.conf",
    "sandbox/common/pjproject.conf",
    "sandbox/common/queuerules.conf",
    "sandbox/common/udptl.conf",
)
PBX_TEMPLATES = (
    "sandbox/pbx/extensions.conf",
    "sandbox/pbx/pjsip.conf",
    "sandbox/pbx/queues.conf",
)
CARRIER_TEMPLATES = (
    "sandbox/carrier/extensions.conf",
    "sandbox/carrier/pjsip.conf",
)


@cache
def _load_templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  (no HTML: values are checked by pattern in cti.pbx.model)
    )


def _render_all(names: tuple[str, ...], values: Mapping[str, object]) -> dict[str, str]:
    environment = _load_templates()
    return {
        name.rsplit("/", 1)[-1]: environment.get_template(f"{name}.j2").render(values)
        for name in names
    }


def render_cti(cti: CtiFiles) -> dict[str, str]:
    """The files to include in any Asterisk: file name → text."""
    return _render_all(CTI_TEMPLATES, dict(cti))


def render_admin_readme(cti: CtiFiles) -> str:
    """How an administrator puts the files into an Asterisk."""
    return _load_templates().get_template("cti/README.admin.md.j2").render(dict(cti))


def render_pbx(site: Site) -> dict[str, str]:
    """The etc directory of the sandbox's PBX: file name → text."""
    values = _collect_values(site) | {
        "role": "pbx",
        "home": f"{site.home}/pbx",
        "system_name": f"{site.system_name}-pbx",
        "ami_port": site.ports.ami_pbx,
        "http_port": site.ports.http_pbx,
        "rtp_start": site.ports.rtp,
        "rtp_end": site.ports.rtp + 3999,
        "modules": PBX_MODULES,
        "console_read": "all",
    }
    return _render_all(COMMON_TEMPLATES + PBX_TEMPLATES, values) | render_cti(site.cti)


def render_carrier(site: Site) -> dict[str, str]:
    """The etc directory of the sandbox's carrier: file name → text."""
    values = _collect_values(site) | {
        "role": "carrier",
        "home": f"{site.home}/carrier",
        "system_name": f"{site.system_name}-carrier",
        "ami_port": site.ports.ami_carrier,
        "http_port": 0,
        "rtp_start": site.ports.rtp + 4000,
        "rtp_end": site.ports.rtp + 7999,
        "modules": CARRIER_MODULES,
        "subscribers": [
            {"ending": who.ending, "plays": who.plays, "does": who.does} for who in Subscriber
        ],
        # Nobody watches a subscriber; an AMI connection to the carrier gets answers, not events.
        "console_read": "all",
    }
    return _render_all(COMMON_TEMPLATES + CARRIER_TEMPLATES, values)


def _collect_values(site: Site) -> dict[str, object]:
    return dict(site.cti) | {
        "host": site.host,
        "sip_port": site.ports.sip_pbx,
        "carrier_sip_port": site.ports.sip_carrier,
        "phones_sip_port": site.ports.sip_phones,
        "module_dir": site.module_dir,
        "max_files": site.max_files,
        "trunk": site.trunk,
        "pace": site.pace,
        "phone_ring": site.phone_ring,
        "console_secret": site.console_secret,
    }
