"""Money in an article: signs of letters ("R240 million"), and words that mean another currency in each country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from newsledger.values import units

Money = Mapping[str, str]
"""Words and signs that mean one currency in an article, in small letters, and the code of that currency."""

_PLACES = {
    "mexic": "MXN", "philippin|filipino|manila": "PHP", "argentin": "ARS", "chile": "CLP", "colombia": "COP",
    "cuba": "CUP", "dominican": "DOP", "urugua": "UYU", "india": "INR", "pakistan": "PKR", "nepal": "NPR",
    "lanka": "LKR", "mauriti": "MUR", "seychell": "SCR", "swiss|switzerland": "CHF",
    "senegal|mali|ivory coast|ivoirian|ivorian|côte d.ivoire|burkina|benin|togo|niger\\b": "XOF",
    "cameroon|gabon|chad|central african": "XAF", "rwanda": "RWF", "burundi": "BIF", "congo": "CDF",
    "guinea": "GNF", "djibouti": "DJF", "comor": "KMF", "kenya|nairobi": "KES", "tanzania": "TZS",
    "uganda|kampala": "UGX", "somali": "SOS", "swed|stockholm": "SEK", "norw|oslo": "NOK",
    "denmark|danish|danes": "DKK",
    "iceland|reykjav": "ISK", "iraq|baghdad": "IQD", "kuwait": "KWD", "bahrain": "BHD", "jordan": "JOD",
    "tunis": "TND", "alger": "DZD", "serbia|belgrade": "RSD", "libya": "LYD", "egypt|cairo": "EGP",
    "leban|beirut": "LBP", "syria": "SYP", "sudan": "SDG", "oman": "OMR", "yemen": "YER", "iran|tehran": "IRR",
    "saudi": "SAR", "qatar|doha": "QAR", "brazil|são paulo": "BRL", "romania|bucharest": "RON", "moldov": "MDL",
    "albania|tirana": "ALL", "bulgaria|sofia": "BGN", "kyrgyz": "KGS", "uzbek": "UZS", "malawi": "MWK",
    "zambia": "ZMW", "turkmen": "TMT", "azerbaijan": "AZN", "moroc": "MAD", "emirat|dubai": "AED",
    "chin[ae]|beijing": "CNY", "japan|tokyo": "JPY", "czech|prague": "CZK", "belarus|minsk": "BYN",
    "russia|moscow": "RUB", "britain|british|england|scotland|wales|london|u\\.?k\\b": "GBP", "macedonia": "MKD",
    "hungar|budapest": "HUF", "poland|polish|warsaw": "PLN",
}  # fmt: skip
"""Words for places, as they begin, and the currency that is paid with there."""

_WORDS = {
    "peso pesos": "MXN PHP ARS CLP COP CUP DOP UYU",
    "rupee rupees rs": "INR PKR NPR LKR MUR SCR",
    "franc francs fr": "CHF XOF XAF RWF BIF CDF GNF DJF KMF",
    "shilling shillings sh": "KES TZS UGX SOS",
    "krona kronor krone kroner kr crown crowns króna krónur kronur": "SEK NOK DKK ISK CZK",
    "koruna korunas koruny": "CZK",
    "dinar dinars": "IQD KWD BHD JOD TND DZD RSD LYD",
    "pound pounds": "GBP EGP LBP SYP SDG",
    "rial rials": "IRR OMR YER",
    "riyal riyals": "SAR QAR",
    "real reais reals": "BRL",
    "dirham dirhams": "AED MAD",
    "lek leks": "ALL", "lev leva levs": "BGN", "leu lei": "RON MDL", "som soms": "KGS UZS", "sum": "UZS",
    "kwacha": "ZMW MWK", "manat manats": "AZN TMT", "ruble rubles rouble roubles": "RUB BYN", "denar denars": "MKD",
    "¥": "JPY CNY", "lira liras": "TRY LBP", "ft": "HUF", "zł zl": "PLN",
}  # fmt: skip
"""Words for money, and the currencies that they may mean; what is named in none of those places means nothing."""

_USUAL = {
    "rupee": "INR", "rupees": "INR", "rs": "INR", "krona": "SEK", "kronor": "SEK", "rial": "IRR", "rials": "IRR",
    "riyal": "SAR", "riyals": "SAR", "dirham": "AED", "dirhams": "AED", "ruble": "RUB", "rubles": "RUB",
    "rouble": "RUB",
    "roubles": "RUB", "kwacha": "ZMW", "¥": "JPY", "lira": "TRY", "liras": "TRY", "reais": "BRL", "manat": "AZN",
    "lei": "RON", "leva": "BGN", "koruna": "CZK", "korunas": "CZK",
}  # fmt: skip
"""What a word means where no place of its currencies is named."""

_SIGNS = {
    "KSh": "KES", "Ksh": "KES", "KShs": "KES", "TSh": "TZS", "USh": "UGX", "Shs": "UGX", "RM": "MYR",
    "Rp": "IDR", "Tk": "BDT",
    "Php": "PHP", "NRs": "NPR", "PKRs": "PKR", "SLRs": "LKR", "FCFA": "XOF", "CFA": "XOF", "Br": "ETB",
    "GHS": "GHS", "GH¢": "GHS", "Afs": "AFN", "Nu": "BTN", "Ar": "MGA", "MK": "MWK", "Mex$": "MXN", "CHF": "CHF",
    "Rs": "INR", "Fr": "CHF", "Sh": "KES", "Kr": "SEK", "kr": "SEK", "R": "ZAR", "P": "PHP", "N": "NGN", "K": "ZMW",
    "¥": "JPY", "Q": "GTQ", "Bs": "BOB", "US$": "USD",
}  # fmt: skip
"""Signs of letters, whole words each, and what they mean unless the article says where it is."""

_CENTS = {
    r"(?<![A-Z])\$": "USD", "A\\$": "AUD", "C\\$": "CAD", "NZ\\$": "NZD", "S\\$": "SGD", "HK\\$": "HKD",
    "€|\\beuro": "EUR", r"\bR\d|\brand\b": "ZAR",
}  # fmt: skip
"""Signs of money that has cents."""

_SCALE = r"(?:k|m|bn|tn|mn|thousand|lakh|crore|million|billion|trillion)\b"
_NUMBER = rf"[1-9][\d]{{0,2}}(?:,\d{{2,3}})+|[1-9]\d*(?:\.\d+)? ?{_SCALE}|[1-9]\d*\.\d\d\b"
_LONG = "|".join(
    sorted((sign.replace("$", r"\$") for sign in _SIGNS if len(sign) > 1 or sign == "¥"), key=len, reverse=True)
)
_SHORT = "|".join(sign for sign in _SIGNS if len(sign) == 1 and sign.isalpha())
_SIGN = re.compile(
    rf"(?<![^\W_])(?:(?P<long>{_LONG})\.? ?(?=\d)|(?P<short>{_SHORT}) ?(?={_NUMBER})|(?P<rand>R)(?=[1-9]\d{{1,6}}\b))"
)
_DEGREES = re.compile(r"(?<=\d) ?°?([CF])\b")
_ROAD = re.compile(r"\b(?:the|road|route|on|off|near|along|via) $", re.IGNORECASE)


def money_of(text: str) -> dict[str, str]:
    """What the words for money mean in an article: the currency of the place that it names most.

    >>> money_of("MANILA: It cost 5 million pesos, the Philippine government said.")["pesos"]
    'PHP'
    >>> "pesos" in money_of("It cost 5 million pesos.")
    False
    """
    told = {code: len(pattern.findall(text)) for code, pattern in _patterns().items()}
    found = dict(_USUAL) | {"cent": _cents(text), "cents": _cents(text), "pence": "GBP"}
    for words, codes in _WORDS.items():
        most = max(codes.split(), key=lambda code: told.get(code, 0))
        if told.get(most):
            found.update(dict.fromkeys(words.split(), most))
    return found


def _cents(text: str) -> str:
    """Of what the cents of an article are parts: of the money whose sign it uses most."""
    told = {code: len(re.findall(sign, text)) for sign, code in _CENTS.items()}
    most = max(told, key=lambda code: told[code])
    return most if told[most] else "USD"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(rf"\b(?:{words})", re.IGNORECASE) for words, code in _PLACES.items()}


def sign_at(words: str, at: int, money: Money) -> tuple[str, str] | None:
    """The sign of money that stands at a place before a number, and the code of its currency.

    >>> sign_at("over R240 million", 5, {}), sign_at("off the R328", 8, {}), sign_at("A$5", 0, {})
    (('R', 'ZAR'), None, ('A$', 'AUD'))
    """
    if (told := units.sign_at(words, at)) and (not told[-1].isalpha() or told.isupper()):
        return told, units.find(told).symbol
    found = _SIGN.match(words, at)
    if found is None or (found["rand"] and _ROAD.search(words[max(0, at - 10) : at])):
        return None
    sign = found["long"] or found["short"] or found["rand"]
    return found[0].rstrip(), money.get(sign.casefold(), _SIGNS[sign])


def coded(words: str, money: Money) -> str:
    """Words with codes in the place of letters for money and degrees, as the reader of figures knows them.

    >>> coded("over R240 million", {})
    'over ZAR 240 million'
    """

    def code(found: re.Match[str]) -> str:
        sign = found["long"] or found["short"] or found["rand"]
        return f"{money.get(sign.casefold(), _SIGNS[sign])} "

    return _DEGREES.sub(r" deg\1", _SIGN.sub(code, words))
