import pytest
from pydantic import ValidationError

from cti.accounts.roles_shapes import TeamForm
from cti.accounts.tokens_shapes import TokenForm
from cti.webhooks.shapes import WebhookForm

ODD = " Nhóm\u202e\u200b A\x07\n hai "
FORMS = [
    (TeamForm, {}),
    (TokenForm, {"scopes": ["call"]}),
    (WebhookForm, {"url": "https://example.vn/"}),
]


@pytest.mark.parametrize(("form", "more"), FORMS)
def test_a_name_is_one_line_of_what_one_sees(
    form: type[TeamForm | TokenForm | WebhookForm], more: dict[str, object]
) -> None:
    assert form.model_validate({"name": ODD, **more}).name == "Nhóm A hai"
    for nothing in ("\u200b", " \n ", 5):
        with pytest.raises(ValidationError):
            form.model_validate({"name": nothing, **more})
