/* SPDX-License-Identifier: MIT */
/* The reply that is set on a request. */
#pragma once

#include <http/request.h>

/* Closes what the reply holds open (a file, a stream) and has not handed over. */
void reply_close(struct tn_request *request);

/* The same, and there is no reply any more. Its fields stay. */
void reply_discard(struct tn_request *request);

/* The carrier has taken the file's descriptor over. */
void reply_file_taken(struct tn_request *request);
