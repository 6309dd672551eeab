from cti.demo.numbers import make_landline, make_mobile, make_name, pick_subscriber
from cti.demo.people import COMPANIES, LOGINS, LONG_NAME, PERSONS
from cti.pbx.subscribers import Subscriber, find_subscriber
from cti.phones import Kind, parse


def test_every_number_of_the_demo_is_another_valid_one_that_behaves_as_planned() -> None:
    mobiles = [make_mobile(position) for position in range(2000)]
    assert len(set(mobiles)) == len(mobiles)
    for position, number in enumerate(mobiles):
        assert parse(number).kind is Kind.MOBILE
        assert find_subscriber(number) is pick_subscriber(position)


def test_landlines_are_valid_and_behave_alike() -> None:
    landlines = [make_landline(position) for position in range(60)]
    assert len(set(landlines)) == 60
    assert all(parse(number).kind is Kind.LANDLINE for number in landlines)
    assert find_subscriber(landlines[5]) is pick_subscriber(5)


def test_a_hundred_in_a_row_show_every_behaviour() -> None:
    assert {pick_subscriber(position) for position in range(1000, 1100)} == set(Subscriber)


def test_names_to_lay_screens_out_by() -> None:
    assert len(LONG_NAME) == 120
    assert "Nguyễn Thị Hồng Nhung Phương" in PERSONS
    assert len(PERSONS) + len(COMPANIES) == 60
    assert len({make_name(position) for position in range(200)}) > 100
    assert len({login.role for login in LOGINS}) == 4
