"""Sign-in, CSRF and rights as a browser meets them."""

import pytest
from account_world import PASSWORD
from api_border import Border, Browser

from cti.accounts.rights import Role


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    border: Border, browser: Browser
) -> None:
    await border.add_user("linh")
    body = {"username": "linh", "password": PASSWORD}
    response = await browser.ask("POST", "/api/v1/session", json=body)
    assert response.status == 201
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Max-Age=43200" in cookie
    assert response.headers["Cache-Control"] == "no-store"


async def test_without_a_session_everything_is_refused_the_same_way(browser: Browser) -> None:
    for method, path in (
        ("GET", "/api/v1/session"),
        ("GET", "/api/v1/users"),
        ("POST", "/api/v1/users"),
        ("DELETE", "/api/v1/session"),
    ):
        response = await browser.ask(method, path)
        assert response.status == 401
        assert response.content_type == "application/problem+json"
        assert (await response.json())["code"] == "session.missing"


async def test_a_wrong_password_and_too_many_of_them(border: Border, browser: Browser) -> None:
    await border.add_user("linh")
    for _ in range(5):
        assert (await browser.sign_in("linh", "wrong"))["code"] == "login.failed"
    body = {"username": "linh", "password": PASSWORD}
    response = await browser.ask("POST", "/api/v1/session", json=body)
    assert response.status == 429
    assert response.headers["Retry-After"] == "900"
    problem = await response.json()
    assert problem["code"] == "login.too_many"
    assert problem["params"] == {"retry_after_s": 900}


async def test_signing_out_ends_it(border: Border, browser: Browser) -> None:
    await border.add_user("linh")
    await browser.sign_in("linh")
    cookie = browser.cookie
    assert (await browser.ask("DELETE", "/api/v1/session")).status == 204
    assert browser.cookie == ""
    response = await browser.ask("GET", "/api/v1/session", headers={"Cookie": cookie})
    assert response.status == 401, "a copy of the cookie is worth nothing either"


async def test_an_unsafe_request_needs_the_sessions_token(border: Border, browser: Browser) -> None:
    await border.add_user("linh")
    await border.add_user("nam")
    await browser.sign_in("linh")
    async with Browser(border) as other:
        await other.sign_in("nam")
        for wrong in ("", "x", other.token, browser.token + "x", "é"):
            response = await browser.ask(
                "PATCH",
                "/api/v1/session/preferences",
                json={"language": "en"},
                headers={"X-CSRF-Token": wrong},
            )
            assert response.status == 403
            assert (await response.json())["code"] == "csrf.token"
    response = await browser.ask("PATCH", "/api/v1/session/preferences", json={"language": "en"})
    assert (await response.json())["user"]["language"] == "en"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_sites_page_cannot_even_sign_somebody_in(
    border: Border, browser: Browser, headers: dict[str, str]
) -> None:
    await border.add_user("linh")
    body = {"username": "linh", "password": PASSWORD}
    response = await browser.ask("POST", "/api/v1/session", json=body, headers=headers)
    assert response.status == 403
    assert (await response.json())["code"] == "csrf.origin"


async def test_our_own_page_can(border: Border, browser: Browser) -> None:
    await border.add_user("linh")
    body = {"username": "linh", "password": PASSWORD}
    headers = {"Origin": border.origin, "Sec-Fetch-Site": "same-origin"}
    response = await browser.ask("POST", "/api/v1/session", json=body, headers=headers)
    assert response.status == 201


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AGENT, 403), (Role.SUPERVISOR, 403), (Role.ADMIN, 200), (Role.OWNER, 200)],
)
@pytest.mark.requirement("R315")
async def test_users_and_audit_are_for_admins(
    border: Border, browser: Browser, role: Role, status: int
) -> None:
    await border.add_user("somebody", role)
    await browser.sign_in("somebody")
    for path in ("/api/v1/users", "/api/v1/audit"):
        response = await browser.ask("GET", path)
        assert response.status == status
        if status == 403:
            assert (await response.json())["code"] == "forbidden"
    assert (await browser.ask("GET", "/api/v1/people")).status == 200


async def test_an_admin_makes_a_user_who_then_signs_in(border: Border, browser: Browser) -> None:
    await border.add_user("admin", Role.ADMIN)
    await browser.sign_in("admin")
    body = {
        "username": "linh",
        "name": "Nguyễn Thị Hồng Nhung Phương",
        "role": "agent",
        "extension": "101",
        "password": PASSWORD,
    }
    response = await browser.ask("POST", "/api/v1/users", json=body)
    assert response.status == 201
    user = await response.json()
    for again, code in (
        (body | {"extension": "102"}, "user.username_taken"),
        (body | {"username": "nam"}, "user.extension_taken"),
    ):
        response = await browser.ask("POST", "/api/v1/users", json=again)
        assert response.status == 409
        assert (await response.json())["code"] == code
    async with Browser(border) as linh:
        session = await linh.sign_in("linh")
        assert session["user"]["name"] == "Nguyễn Thị Hồng Nhung Phương"
        path = f"/api/v1/users/{user['id']}"
        response = await browser.ask("PATCH", path, json={"active": False})
        assert (await response.json())["active"] is False
        assert (await linh.ask("GET", "/api/v1/session")).status == 401


async def test_the_proxy_on_this_machine_says_who_asks(browser: Browser) -> None:
    body = {"username": "linh", "password": "wrong"}
    for number in range(5):
        headers = {"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"}
        await browser.ask("POST", "/api/v1/session", json=body, headers=headers)
    headers = {"X-Forwarded-For": "8.8.8.8, 203.0.113.9"}
    response = await browser.ask("POST", "/api/v1/session", json=body, headers=headers)
    assert response.status == 429, "what the client put before it counts for nothing"
    headers = {"X-Forwarded-For": "203.0.113.10"}
    response = await browser.ask("POST", "/api/v1/session", json=body, headers=headers)
    assert response.status == 401
