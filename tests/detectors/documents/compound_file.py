"""A writer of compound files [MS-CFB]: olefile only reads them."""

import struct
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_FIRST_SECTORS = 109

type Tree = dict[str, bytes | Tree]


@dataclass
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    data: bytes = b""
    next: int = _FREE
    child: int = _FREE
    start: int = _END

    @property
    def is_small(self) -> bool:
        """Kept in the stream of small streams."""
        return self.kind == _STREAM and 0 < len(self.data) < _CUTOFF

    def packed(self) -> bytes:
        raw = self.name.encode("utf-16-le") + b"\0\0"
        head = struct.pack(
            "<64sHBBIII16sI", raw, len(raw), self.kind, 1, _FREE, self.next, self.child, b"", 0
        )
        return head + struct.pack("<QQIQ", 0, 0, self.start, len(self.data))


@dataclass
class _Sectors:
    """Sectors of one size with their chain table."""

    size: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def place(self, data: bytes) -> int:
        """Put data in new sectors; gives the first of them."""
        start, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(start + 1, start + count), _END] if count else []
        self.body += data + bytes(-len(data) % self.size)
        return start if count else _END


def compound_file(tree: Tree) -> bytes:
    """A compound file of storages and streams."""
    entries: list[_Entry] = []
    _add(entries, "Root Entry", tree, _ROOT)
    small, large = _Sectors(_MINI), _Sectors(_SECTOR)
    for entry in entries:
        if entry.is_small:
            entry.start = small.place(entry.data)
    entries[0].data = bytes(small.body)
    for entry in entries:
        if not entry.is_small:
            entry.start = large.place(entry.data)
    mini_table = _packed(small.table)
    mini_start = large.place(mini_table)
    directory = large.place(b"".join(entry.packed() for entry in entries))
    count = 1
    while count * (_SECTOR // 4) < len(large.table) + count:
        count += 1
    fat = len(large.table)
    large.table += [_FAT] * count
    large.body += _packed(large.table)
    header = struct.pack(
        "<8s16sHHHHH6s", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b""
    )
    mini_count = len(mini_table) // _SECTOR
    header += struct.pack("<9I", 0, count, directory, 0, _CUTOFF, mini_start, mini_count, _END, 0)
    first = [fat + at if at < count else _FREE for at in range(_FIRST_SECTORS)]
    return header + struct.pack(f"<{_FIRST_SECTORS}I", *first) + bytes(large.body)


def _add(entries: list[_Entry], name: str, node: bytes | Tree, kind: int) -> int:
    """An entry with everything below it; siblings hang in one chain."""
    number = len(entries)
    entry = _Entry(name, kind, node if isinstance(node, bytes) else b"")
    entries.append(entry)
    previous: _Entry | None = None
    for child, inner in {} if isinstance(node, bytes) else node.items():
        at = _add(entries, child, inner, _STREAM if isinstance(inner, bytes) else _STORAGE)
        if previous is None:
            entry.child = at
        else:
            previous.next = at
        previous = entries[at]
    return number


def _packed(table: list[int]) -> bytes:
    """A chain table in whole sectors."""
    data = struct.pack(f"<{len(table)}I", *table)
    return data + b"\xff" * (-len(data) % _SECTOR)
