# SPDX-License-Identifier: MIT
"""Cases in the Test Anything Protocol."""
number = 0


def check(what, holds, *notes):
    """A case; the notes say why, if it does not hold."""
    global number
    number += 1
    print(f'{"ok" if holds else "not ok"} {number} - {what}', flush=True)
    for note in () if holds else notes:
        print('#', str(note).replace('\n', ' '))


def end():
    """Says how many cases there were to be: all have come."""
    print(f'1..{number}')
