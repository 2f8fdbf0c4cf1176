/* SPDX-License-Identifier: MIT */
/* What was said about a program, as members of a reply. */
#pragma once

#include "session.h"

/*
 * Prints `"errors":[…],"console":[…]`. An entry of errors has message, line, column, file, severity,
 * category, code and codeSnippet (the line with a caret below it), as far as they are known; the console holds
 * what the program itself says. If they were asked for, `,"parameters":[…]` follows. Returns whether one of the errors is more than a warning.
 */
bool messages_print(struct builder *builder, const struct session *session);

/* Whether one of the errors is more than a warning. */
bool messages_have_errors(const struct session *session);
