"""How headers of mail are written down. Pure."""

from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    StandardPolicy = EmailPolicy[EmailMessage]
else:
    StandardPolicy = EmailPolicy

WRITTEN_HERE = "subject"


class MailPolicy(StandardPolicy):
    """The standard's policy, with long subjects whole.

    The library's own folding glues two words together where a long subject with diacritics goes
    on in the next line.
    """

    def fold(self, name: str, value: Any) -> str:  # noqa: ANN401 - as the class above has it
        """The header in lines, as text."""
        if name.lower() != WRITTEN_HERE or str(value).isascii():
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name)
        return f"{name}: {words.encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 - as the class above has it
        """The header in lines, as bytes."""
        if name.lower() != WRITTEN_HERE or str(value).isascii():
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii")


MAIL_POLICY = MailPolicy()
"""What all mail of the server is written and read by."""
