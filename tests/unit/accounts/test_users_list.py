"""The list of users: what it finds, and that its pages hold everybody once."""

from hypothesis import given
from hypothesis import strategies as st

from cti.accounts.rights import Role
from cti.accounts.shapes import User
from cti.accounts.users_list import Order, Sort, UserQuery, make_page


def make_user(number: int, name: str, **more: object) -> User:
    values: dict[str, object] = {
        "id": number, "username": f"user{number}", "name": name, "email": f"u{number}@x.vn",
        "role": Role.AGENT, "role_key": "agent", "role_name": None, "team_id": None,
        "department_id": None, "extension": str(100 + number), "language": "vi", "active": True,
        "birthday": None,
    }  # fmt: skip
    return User.model_validate(values | more)


def find(*users: User, **query: object) -> list[int]:
    return [user.id for user in make_page(users, UserQuery(**query)).rows]  # type: ignore[arg-type]


def test_users_are_found_by_every_name_they_have() -> None:
    people = [
        make_user(1, "Đỗ Thị Hoà", team_id=7),
        make_user(2, "Nguyễn Khánh Linh", role_key="ctv", active=False),
        make_user(3, "Lê Hoàng Nam", email=None, extension=None),
    ]
    for q, ids in (
        ("hoa", [1, 3]), ("đo thi", [1]), ("LINH", [2]), ("user3", [3]), ("u2@x", [2]),
        ("101", [1]), ("linh nguyen", [2]), ("nobody", []), ("  ", [1, 2, 3]),
    ):  # fmt: skip
        assert find(*people, q=q) == ids, q
    assert find(*people, role="ctv") == [2]
    assert find(*people, team_id=7) == [1]
    assert find(*people, state="inactive") == [2]
    assert find(*people, state="active", q="hoa", role="agent") == [1, 3]
    assert find(*people, sort="name") == [1, 3, 2]
    assert find(*people, sort="name", order="desc") == [2, 3, 1]


@given(
    names=st.lists(st.text("aăâbđeê ", min_size=1, max_size=4), max_size=30),
    limit=st.integers(1, 10),
    sort=st.sampled_from(["username", "name"]),
    order=st.sampled_from(["asc", "desc"]),
)
def test_pages_hold_everybody_once_and_in_order(
    names: list[str], limit: int, sort: Sort, order: Order
) -> None:
    people = [make_user(number, name) for number, name in enumerate(names)]
    whole = make_page(people, UserQuery(sort=sort, order=order, limit=200))
    cursor, ids = None, []
    while True:
        page = make_page(people, UserQuery(sort=sort, order=order, cursor=cursor, limit=limit))
        assert page.total == len(people)
        assert len(page.rows) <= limit
        ids += [user.id for user in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert ids == [user.id for user in whole.rows]
