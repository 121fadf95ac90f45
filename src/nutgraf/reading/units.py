"""Units of quantities: what stands after (or before) a number and what it makes of it.

Percent and percentage points are different units, and stay so everywhere.
"""

from __future__ import annotations

from nutgraf.reading.model import QuantityKind
from nutgraf.reading.wordlists import listed

Unit = tuple[str, QuantityKind]

CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "¥": "JPY",
    "CN¥": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "₹": "INR",
    "₩": "KRW",
    "CHF": "CHF",
    "NZ$": "NZD",
    "SEK": "SEK",
    "NOK": "NOK",
    "DKK": "DKK",
    "PLN": "PLN",
}

_MONEY = {
    "USD": "dollar dollars usd bucks",
    "EUR": "euro euros eur",
    "GBP": "gbp pounds",
    "JPY": "yen jpy",
    "CNY": "yuan renminbi rmb cny",
    "INR": "rupee rupees inr",
    "KRW": "won krw",
    "CHF": "francs chf",
    "cent": "cent cents ¢",
    # Currencies of several countries keep their own word: a krone is Danish or Norwegian.
    "naira": "naira ngn",
    "dinar": "dinar dinars",
    "krone": "krone kroner krona kronor",
    "peso": "peso pesos",
    "lev": "lev levs leva",
    "zloty": "zloty zlotys pln",
    "rouble": "rouble roubles ruble rubles",
    "rand": "rand",
    "shekel": "shekel shekels",
    "lira": "lira liras",
    "forint": "forint forints",
    "ringgit": "ringgit",
    "baht": "baht",
    "dirham": "dirham dirhams",
    "riyal": "riyal riyals",
    "bitcoin": "bitcoin bitcoins",
}
_DURATIONS = {
    "millisecond": "ms millisecond milliseconds msec",
    "microsecond": "µs us microsecond microseconds",
    "nanosecond": "ns nanosecond nanoseconds",
    "second": "s sec secs second seconds",
    "minute": "min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "day days",
    "week": "week weeks wk wks",
    "month": "month months mo",
    "quarter": "quarters",
    "year": "year years yr yrs",
    "decade": "decade decades",
    "century": "century centuries",
}
_PLAIN_SIZES = {
    "bit": "bit bits",
    "byte": "byte bytes",
    "KB": "kilobyte kilobytes",
    "MB": "megabyte megabytes",
    "GB": "gigabyte gigabytes",
    "TB": "terabyte terabytes",
    "PB": "petabyte petabytes",
    "W": "watt watts",
    "kW": "kilowatt kilowatts",
    "MW": "megawatt megawatts",
    "GW": "gigawatt gigawatts",
    "km": "kilometre kilometres kilometer kilometers",
    "m": "m metre metres meter meters",
    "cm": "centimetre centimetres centimeter centimeters",
    "mm": "millimetre millimetres millimeter millimeters",
    "nm": "nanometre nanometres nanometer nanometers",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "acre": "acre acres",
    "hectare": "hectare hectares ha",
    "litre": "litre litres liter liters",
    "g": "g gram grams gramme grammes",
    "mile": "mile miles",
    "kg": "kilogram kilograms",
    "tonne": "tonne tonnes tons",
    "pixel": "pixel pixels px",
    "Wh": "watt-hour watt-hours",
    "kWh": "kilowatt-hour kilowatt-hours",
    "MWh": "megawatt-hour megawatt-hours",
    "GWh": "gigawatt-hour gigawatt-hours",
    "TWh": "terawatt-hour terawatt-hours",
    "Mbit": "megabit megabits mbit",
    "Gbit": "gigabit gigabits gbit",
    "degree": "degree degrees °",
}
# Written with their own capitals: MB is not mb, and GW is not gw.
_EXACT_SIZES = listed(
    "KB kB MB GB TB PB EB KiB MiB GiB TiB kW MW GW TW kWh MWh GWh TWh Hz kHz MHz GHz nm mm cm km kg "
    "FLOP FLOPs FLOPS GFLOPS TFLOPS TFLOPs PFLOPS PFLOPs EFLOPS TOPS Wh mg"
)
_COUNTS = {
    "token": "token tokens tok toks",
    "parameter": "parameter parameters param params",
    "gpu": "gpu gpus",
    "time": "",
    "person": "people persons person",
    "child": "children",
}
_RATES = {
    "token/second": "t/s tok/s toks/s tokens/s tokens/sec tok/sec token/s tps",
    "frame/second": "fps",
    "GB/s": "gb/s gbps",
    "MB/s": "mb/s mbps",
    "request/second": "qps rps",
    "request/minute": "rpm",
    "TB/s": "tb/s",
}


def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {
        "%": ("%", "percent"),
        "percent": ("%", "percent"),
        "per cent": ("%", "percent"),
        "pct": ("%", "percent"),
        "percentage points": ("pp", "points"),
        "percentage point": ("pp", "points"),
        "percentage-point": ("pp", "points"),
        "%-points": ("pp", "points"),
        "% points": ("pp", "points"),
        "pp": ("pp", "points"),
        "ppt": ("pp", "points"),
        "ppts": ("pp", "points"),
        "pts": ("point", "points"),
        "points": ("point", "points"),
        "point": ("point", "points"),
        "basis points": ("bp", "points"),
        "basis point": ("bp", "points"),
        "bps": ("bp", "points"),
        "x": ("x", "factor"),
        "×": ("x", "factor"),
        "-fold": ("x", "factor"),
        "fold": ("x", "factor"),
    }
    groups: tuple[tuple[dict[str, str], QuantityKind], ...] = (
        (_MONEY, "money"),
        (_DURATIONS, "duration"),
        (_PLAIN_SIZES, "size"),
        (_COUNTS, "count"),
        (_RATES, "rate"),
    )
    for group, kind in groups:
        for unit, words in group.items():
            table.update(dict.fromkeys(words.casefold().split(), (unit, kind)))
    return table


UNITS: dict[str, Unit] = _table()
EXACT_UNITS: dict[str, Unit] = {word: (word, "size") for word in _EXACT_SIZES}
EXACT_UNITS["kB"] = ("KB", "size")
# A degree of an unnamed scale is one of either; Celsius and Fahrenheit are two.
UNITS |= dict.fromkeys(("°c", "degrees celsius", "degrees c"), ("°C", "size"))
UNITS |= dict.fromkeys(("°f", "degrees fahrenheit", "degrees f"), ("°F", "size"))
EXACT_UNITS["C"] = ("°C", "size")
EXACT_UNITS["F"] = ("°F", "size")
MONEY_WORDS = tuple(sorted(word for words in _MONEY.values() for word in words.split()))

# Units that change into each other exactly, as (base unit, how many of it).
CONVERSIONS: dict[str, tuple[str, str]] = {
    "nanosecond": ("second", "0.000000001"),
    "microsecond": ("second", "0.000001"),
    "millisecond": ("second", "0.001"),
    "second": ("second", "1"),
    "minute": ("second", "60"),
    "hour": ("second", "3600"),
    "day": ("second", "86400"),
    "week": ("second", "604800"),
    "month": ("month", "1"),
    "quarter": ("month", "3"),
    "year": ("month", "12"),
    "decade": ("month", "120"),
    "century": ("month", "1200"),
    "KB": ("KB", "1"),
    "MB": ("KB", "1000"),
    "GB": ("KB", "1000000"),
    "TB": ("KB", "1000000000"),
    "PB": ("KB", "1000000000000"),
    "kW": ("kW", "1"),
    "MW": ("kW", "1000"),
    "GW": ("kW", "1000000"),
    "TW": ("kW", "1000000000"),
    "nm": ("mm", "0.000001"),
    "mm": ("mm", "1"),
    "cm": ("mm", "10"),
    "m": ("mm", "1000"),
    "km": ("mm", "1000000"),
    "inch": ("mm", "25.4"),
    "foot": ("mm", "304.8"),
    "mile": ("mm", "1609344"),
    "acre": ("hectare", "0.40468564224"),
    "mg": ("g", "0.001"),
    "g": ("g", "1"),
    "kg": ("g", "1000"),
    "tonne": ("g", "1000000"),
    "Wh": ("Wh", "1"),
    "kWh": ("Wh", "1000"),
    "MWh": ("Wh", "1000000"),
    "GWh": ("Wh", "1000000000"),
    "TWh": ("Wh", "1000000000000"),
    "bp": ("pp", "0.01"),
    "pp": ("pp", "1"),
    "point": ("pp", "1"),
    "cent": ("USD", "0.01"),
    "USD": ("USD", "1"),
}

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "data": "data",
    "analyses": "analysis",
    "theses": "thesis",
    "indices": "index",
    "matrices": "matrix",
    "series": "series",
    "species": "species",
    "crises": "crisis",
    "lives": "life",
    "halves": "half",
}


def is_unit(word: str) -> bool:
    """Whether a word behind a figure is a unit of size, as `TB`, `Gbit` and `mm` are."""
    known = UNITS.get(word.casefold())
    return word in EXACT_UNITS or (known is not None and known[1] == "size")


def singular(word: str) -> str:
    """The singular of an English plural noun, by rule: `batteries` -> `battery`."""
    word = word.casefold()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
