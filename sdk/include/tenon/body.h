/* SPDX-License-Identifier: MIT */
/* Receiving a request's body: whole, or piece by piece. */
#pragma once

#include <tenon/plugin.h>

/*
 * Collects the body in memory, up to `server.limits.body` (beyond it the host answers 413), then
 * calls `then` once with the body in tn_request_body. Use it as the hook's last words: `return
 * tn_body_collect(request, on_body);`. Its verdict is that of `then` where the body is there
 * already (none was sent, or an entry above has collected it), else TN_LATER, and the host does the
 * resuming itself. `then` does not run if the client goes away or is too slow. Hooks: request and
 * handlers.
 */
TN_API enum tn_verdict tn_body_collect(struct tn_request *request, tn_hook *then);

/*
 * Hands the body on as it arrives, without keeping it: `chunk` for each piece (borrowed for the
 * call), then `then` once, as above. If `chunk` returns false it must have set a reply, which is
 * sent; the rest is not read and the connection closes. After a stream, tn_request_body is empty.
 * The body's limit holds here too. Hooks: request and handlers.
 */
TN_API enum tn_verdict tn_body_stream(struct tn_request *request,
                                      bool (*chunk)(struct tn_request *request, void *self,
                                                    struct tn_text piece),
                                      tn_hook *then);
