/* SPDX-License-Identifier: MIT */
/* Making addresses say no more than the network, and mail addresses no more than the host. */
#pragma once

#include <tenon/text.h>

/* Copies the text with what is asked for masked, and returns the size; what does not fit into `room` is cut off. */
size_t mask_text(char *to, size_t room, struct tn_text text, bool addresses, bool mail);
