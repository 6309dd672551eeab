"""What can go wrong with the sandbox and with an Asterisk's files."""

from cti.errors import InvalidError, UnavailableError


class RootMissingError(UnavailableError):
    """There is no Debian root with Asterisk, and none can be made: `needs` says what is missing."""

    code = "pbx.root_missing"


class ToolMissingError(UnavailableError):
    """A program that this needs is not installed: `program`, and the Debian `package` it is in."""

    code = "pbx.tool_missing"


class StartFailedError(UnavailableError):
    """An Asterisk ended or did not answer while starting: the last lines of each one's log."""

    code = "pbx.start_failed"


class PortTakenError(UnavailableError):
    """Another program holds a port that the sandbox needs: `port`, `what` it is for, `mend`."""

    code = "pbx.port_taken"


class NotRunningError(UnavailableError):
    """There is no sandbox in this run directory: `run_dir`. `cti pbx up` starts one."""

    code = "pbx.not_running"


class RefusedError(UnavailableError):
    """Asterisk refused an action: `action`, `message` in its own words."""

    code = "pbx.refused"


class CallerInvalidError(InvalidError):
    """A number to call from, or to call, is not 2 to 15 digits: `number`."""

    code = "pbx.number_invalid"
