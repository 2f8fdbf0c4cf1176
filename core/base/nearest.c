/* SPDX-License-Identifier: MIT */
/* "Did you mean": the candidate that few slips of the finger turn into the word. */
#include <base/error.h>

enum { WORD_MAX = 48 };

static char folded(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return (char)(letter - 'A' + 'a');
    return letter == '-' ? '_' : letter;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
static unsigned edits(const char *a, size_t a_size, const char *b, size_t b_size)
{
    unsigned rows[3][WORD_MAX + 1]; /* the row at hand and the two before it */
    for (size_t i = 0; i <= a_size; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3], *above_that = rows[(i + 1) % 3];
        for (size_t j = 0; j <= b_size; j++) {
            if (i == 0 || j == 0) {
                row[j] = (unsigned)(i + j);
                continue;
            }
            bool same = folded(a[i - 1]) == folded(b[j - 1]);
            row[j] = smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                folded(a[i - 2]) == folded(b[j - 1]))
                row[j] = smaller(row[j], above_that[j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

const char *nearest(struct tn_text word, const char *(*name)(const void *context, size_t i),
                    const void *context)
{
    if (word.size == 0 || word.size > WORD_MAX)
        return NULL;
    const char *best = NULL, *candidate;
    unsigned best_edits = (unsigned)smaller(3, (unsigned)(word.size + 2) / 3) + 1;
    for (size_t i = 0; (candidate = name(context, i)); i++) {
        size_t size = strlen(candidate);
        if (size > WORD_MAX)
            continue;
        unsigned count = edits(word.at, word.size, candidate, size);
        if (count < best_edits && count < size) {
            best = candidate;
            best_edits = count;
        }
    }
    return best;
}
