"""Whether the index for searching has the words of what was said: SQLite looks only at how it is built.

(sqlite.org/fts5.html, 6.4: with `content = ''` there is nothing that its own check could compare it with.)
"""

import re
import sqlite3
import zlib
from collections import Counter

from trichat.words.text.search import normal

_WORD = re.compile(r"[^\x00-/:-@\[-`{-\x7f]+")  # as the tokenizer "ascii" takes a text apart (4.3.2)
_SETTLED = re.compile(r"[0-9a-z\x80-\u04ff]+")  # other letters may be taken apart differently by the next Unicode
_PARTS = 1024
_AT_ONCE = 200_000  # words counted in one go: in little room, however many there are


class Words:
    """How often each word was used; kept as sums over parts of them, which differ if the words do."""

    def __init__(self) -> None:
        self._sums = [0] * _PARTS
        self._waiting: list[str] = []

    def add(self, text: str) -> None:
        """Count the words of something that was said."""
        self._waiting += _WORD.findall(normal(text))
        if len(self._waiting) > _AT_ONCE:
            self._sum_up()

    def _sum_up(self) -> None:
        for word, count in Counter(self._waiting).items():
            self._add(word, count)
        self._waiting.clear()

    def _add(self, word: str, count: int) -> None:
        if _SETTLED.fullmatch(word):
            number = zlib.crc32(word.encode())
            self._sums[number % _PARTS] += count * (number + 1)

    def fit(self, db: sqlite3.Connection) -> bool:
        """Tell whether these are the words in the index. Raises sqlite3.DatabaseError if that is damaged."""
        self._sum_up()
        indexed = Words()
        db.execute("create virtual table temp.words using fts5vocab(main, search, 'col')")
        for word, count in db.execute("select term, cnt from temp.words where col = 'text'"):
            indexed._add(word, count)
        return self._sums == indexed._sums
