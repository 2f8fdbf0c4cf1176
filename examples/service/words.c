/* SPDX-License-Identifier: MIT */
/* Offers example.words/1: words for small numbers, in the language of the file. */
#include "words.h"

enum language { ENGLISH, GERMAN };
static const struct tn_choice languages[] = { { "english", ENGLISH, "one, two, three" },
                                              { "german", GERMAN, "eins, zwei, drei" },
                                              { 0 } };
struct settings {
    int language;
};
static const struct settings defaults = { .language = ENGLISH };
static const struct tn_option options[] = {
    { "language", TN_OPTION_CHOICE(struct settings, language, languages), .flags = TN_SHORT,
      .summary = "The language of the words." },
    { 0 },
};

static struct tn_text word(void *self, int64_t number)
{
    static const char *const table[][3] = {
        [ENGLISH] = { "one", "two", "three" }, [GERMAN] = { "eins", "zwei", "drei" }
    };
    const struct settings *settings = self;
    return tn_text(number >= 1 && number <= 3 ? table[settings->language][number - 1] : NULL);
}

static const struct words words = { sizeof words, word };
static const struct tn_offer offers[] = { { WORDS_ID, &words }, { 0 } };

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "words",
    .version = "1",
    .summary = "Knows the words for small numbers.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .offers = offers,
};
