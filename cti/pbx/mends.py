"""What an administrator does about what is wrong with a PBX, by code. For log and command line.

The browser app has words of its own for the same codes.
"""

_ACCOUNT = "make user and secret in CTI_PBX the same as in the PBX's manager.conf"
_DIALPLAN = "write the files with `cti pbx config`, copy extensions_cti.conf to the PBX, reload it"
_VERSION = "upgrade Asterisk, or set CTI_ALLOW_UNSAFE_ASTERISK=true if you accept the risk"
_REACH = "check host and port in CTI_PBX, and that Asterisk runs there"
_SLOW = "the PBX hangs or has too much to do: see Asterisk's log"
_GRANT = "grant the rights that `cti pbx config` writes into manager_cti.conf"

_MENDS = {
    "ami.connecting": _REACH,
    "ami.unreachable": _REACH,
    "ami.connection_lost": _REACH,
    "ami.shutdown": "Asterisk was stopped: start it",
    "ami.no_greeting": "what listens at the port in CTI_PBX is no AMI: mend the port",
    "ami.login_refused": f"{_ACCOUNT}, and its permit= let this machine in",
    "ami.login_unanswered": _SLOW,
    "ami.not_booted": "Asterisk does not finish starting: see its log",
    "ami.version_refused": _VERSION,
    "ami.version_unknown": _VERSION,
    "ami.version_unanswered": _SLOW,
    "ami.ping_lost": _SLOW,
    "ami.resync_timeout": _SLOW,
    "ami.resync_failed": f"see the log above; {_GRANT}",
    "ami.rights": _GRANT,
    "pbx.no_dialplan": _DIALPLAN,
    "pbx.other_dialplan": f"the PBX has another release's dialplan: {_DIALPLAN}",
    "pbx.dialplan_unreadable": _GRANT,
    "dialplan.absent": _DIALPLAN,
    "dialplan.old": f"the PBX has another release's dialplan: {_DIALPLAN}",
    "dialplan.unreadable": _GRANT,
    "outbox.malformed": "delete the unreadable entries of cti/outbox from AstDB",
    "trunk.absent": "mend `trunk` in CTI_PBX, or add that endpoint to pjsip.conf",
    "trunk.unreachable": "check the trunk's address and registration in pjsip.conf",
    "extension.absent": "add the extension to pjsip.conf",
    "extension.offline": "switch the phone on; check the secret it registers with",
    "settings.pbx": "set CTI_PBX to ami://user:secret@host:5038/name?trunk=carrier",
}


def advise(code: str) -> str:
    """What to do about `code`; for one without words, where to look."""
    return _MENDS.get(code, "see the server's and Asterisk's logs")
