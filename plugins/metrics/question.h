/* SPDX-License-Identifier: MIT */
/* What the variables `sum`, `share` and `by` ask of a family, the server's or the file's. */
#pragma once

#include "metrics.h"

/* A family by its name, with or without `_total`; a histogram's count by `_count`. */
struct question {
    struct tn_text family, label, value; /* the last two absent: of all series */
};

/* Takes "FAMILY.LABEL.VALUE" apart, of which the latter may be left out. */
struct question question_read(struct tn_text text);

struct answer {
    bool known;        /* there is such a family, and it has a series */
    double sum, total; /* of the series with that label value; of all */
};
struct answer question_answer(struct metrics *metrics, const struct question *question);

/* The sums by values of the label, as a JSON map in the request's arena. Absent if there is no such
 * family. */
struct tn_text question_map(struct metrics *metrics, const struct question *question,
                            struct tn_request *request);
