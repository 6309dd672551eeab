"""What the phone library does not know about Vietnamese numbers. Data only.

Sources: the Ministry of Information and Communications' plans for the move of mobile numbers from
11 to 10 digits (15 September 2018) and of area codes (February to June 2017).
"""

MOVED_MOBILES = {
    "120": "70",
    "121": "79",
    "122": "77",
    "123": "83",
    "124": "84",
    "125": "85",
    "126": "76",
    "127": "81",
    "128": "78",
    "129": "82",
    "162": "32",
    "163": "33",
    "164": "34",
    "165": "35",
    "166": "36",
    "167": "37",
    "168": "38",
    "169": "39",
    "186": "56",
    "188": "58",
    "199": "59",
}
"""First digits after the 0, before and after. The last seven digits stayed."""

VIETNAM_EMERGENCY = frozenset({"111", "112", "113", "114", "115"})
"""Child protection, search and rescue, police, fire, ambulance. The library knows 113 to 115."""

FORMER_AREA_CODES = (
    ("8", 8, "23567"),  # Ho Chi Minh City: 08 and eight digits
    *((code, 7, "23567") for code in ("30", "31", "33", "36", "37", "38", "39")),
    *((code, 7, "23567") for code in ("52", "56", "58", "59", "70", "76", "77", "79")),
)
"""Area codes that ended in 2017 and whose numbers read as valid mobiles today.

Each with how many digits followed, and the digits a landline's own number could begin with.
"""
