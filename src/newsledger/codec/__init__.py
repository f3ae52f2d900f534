"""Event to line and back. A line is `{"id":…,"recorded":…,"by":…,"said":{…}}`.

The canonical encoding of `said`: format version, NFC text, keys sorted by code point,
compact UTF-8, strings, lists and objects only, absent fields left out, the default stance
left out, values canonical. The id is a hash of exactly these bytes, so that checking one
re-encodes nothing and needs no knowledge of the kind.

`writing` makes lines, `lines` takes them apart, `said` reads what they say.
"""

from newsledger.codec.instants import RECORDED
from newsledger.codec.lines import Line, read
from newsledger.codec.said import KNOWN, decode
from newsledger.codec.writing import LINE, MAX_LINE, PLAIN, as_stored, dumps, encode, stamp, write

__all__ = [
    "KNOWN",
    "LINE",
    "MAX_LINE",
    "PLAIN",
    "RECORDED",
    "Line",
    "as_stored",
    "decode",
    "dumps",
    "encode",
    "read",
    "stamp",
    "write",
]
