"""JSON shapes of what is done without anybody asking for it (R201)."""

from typing import Annotated, Literal

from pydantic import Field

from cti.crm.automation.rules import LONGEST_TITLE, PLACEHOLDER
from cti.shapes import Form, Text, View

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Automation(Form):
    """All of it is off until an admin turns it on."""

    makes_appointment: bool = Field(
        default=False, description="With the owner of each customer who is created"
    )
    after_days: int = Field(default=1, ge=1, le=60, description="Working days after that")
    at: Clock = Field(default="09:00", description="On the server's clock, HH:MM")
    workdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        default=[1, 2, 3, 4, 5], min_length=1, max_length=7, description="1 is Monday"
    )
    title: Text = Field(
        default=f"Chăm sóc lần đầu: {PLACEHOLDER}",
        min_length=1,
        max_length=LONGEST_TITLE,
        description=f"{PLACEHOLDER} becomes the customer's name",
    )
    with_imports: bool = Field(default=False, description="Also with customers of imported files")
    tells_customer: bool = Field(
        default=False, description="What the form of an appointment proposes, and silence means"
    )
    tells_of_first: bool = Field(
        default=False, description="Also tell of appointments that are made by themselves"
    )
    language: Literal["vi", "en"] = Field(default="vi", description="Of the mails to customers")


class AutomationView(View):
    """The same as it is set."""

    makes_appointment: bool
    after_days: int
    at: str
    workdays: list[int]
    title: str
    with_imports: bool
    tells_customer: bool
    tells_of_first: bool
    language: Literal["vi", "en"]
