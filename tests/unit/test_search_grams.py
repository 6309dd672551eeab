from hypothesis import given
from hypothesis import strategies as st

from cti.crm.search.asked import Sampled, choose_grams, cut_grams
from cti.crm.search.sample import pad_words

NAMES = ("nguyen van an", "hoang thi binh", "pham minh tam", "cong ty thanh cong", "le y")
names = st.lists(st.sampled_from(NAMES).map(pad_words), max_size=40)
words = st.sampled_from([word for name in NAMES for word in name.split()])


@given(names, st.lists(words, min_size=1, max_size=4))
def test_the_chosen_find_among_the_names_what_all_of_them_find(
    some: list[str], asked: list[str]
) -> None:
    every = list(dict.fromkeys(gram for word in asked for gram in cut_grams(word.rjust(3))))
    chosen = choose_grams(every, Sampled(some))
    assert set(chosen) <= set(every)
    assert [name for name in some if all(one in name for one in chosen)] == [
        name for name in some if all(one in name for one in every)
    ]
    assert chosen


def test_what_everybody_has_is_not_asked_for() -> None:
    some = Sampled([pad_words(name) for name in NAMES for _ in range(20)])
    assert choose_grams(["hoa", "oan", "ang"], some) == ["hoa"]
    assert choose_grams([" ty", "con", "zzz"], some) == ["zzz"]
    assert choose_grams(["hoa", "oan"], Sampled()) == ["hoa", "oan"]
