"""Content codings of an answer, taken off as it streams by.

A request whose answer is to be restored asks for none (`identity`), but not every server listens.
"""

import zlib
from collections.abc import Callable, Sequence

import brotli
import zstandard

type Decoder = Callable[[bytes], bytes]


def decoder(codings: Sequence[str]) -> Decoder | None:
    """A function that takes the codings of an answer off, chunk by chunk; None when it cannot be done.

    Args:
        codings: Values of ``Content-Encoding``.
    """
    wanted = [coding.strip().lower() for coding in codings]
    wanted = [coding for coding in wanted if coding not in {"", "identity"}]
    if not wanted:
        return bytes
    if len(wanted) > 1:
        return None
    make = _DECODERS.get(wanted[0])
    return make() if make else None


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: zlib.decompressobj(31).decompress,
    "x-gzip": lambda: zlib.decompressobj(31).decompress,
    "deflate": lambda: zlib.decompressobj().decompress,
    "br": lambda: brotli.Decompressor().process,
    "zstd": lambda: zstandard.ZstdDecompressor().decompressobj().decompress,
}
