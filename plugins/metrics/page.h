/* SPDX-License-Identifier: MIT */
/*
 * The page that is scraped. It is written by a job on a thread, so that no other request waits for
 * it, however many series there are; and sent piece by piece. Requests that come while a page is
 * being written get the same one: many scrapers cost no more than one.
 */
#pragma once

#include "metrics.h"

/* Answers a request with the page, in time: TN_LATER. */
enum tn_verdict page_answer(struct metrics *metrics, struct tn_request *request,
                            enum exposition_format format);
