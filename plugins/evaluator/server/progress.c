/* SPDX-License-Identifier: MIT */
/* How far an evaluation is, for a client that wants to know. */
#include "session.h"

/* More often it would only be work. */
enum { PAUSE_MS = 100 };

/* Where each stage begins, of the whole; the clients of moicad know these figures. */
static const double begins[PROTOCOL_STAGES + 1] = { 0.1, 0.2, 0.3, 0.9, 1 };

void session_tell(struct session *session, enum protocol_stage stage, double done, const char *step)
{
    double now_ms = session_clock_ms();
    if (!session->tells_progress || (done > 0 && now_ms < session->told_ms + PAUSE_MS))
        return;
    session->told_ms = now_ms;
    double whole = begins[stage] + done * (begins[stage + 1] - begins[stage]);
    struct protocol_progress progress = { stage,
                                          (uint32_t)(1000 * whole),
                                          { step, text_of(step).length } };
    protocol_write_progress(&session->channel->writer, &progress);
    channel_send(session->channel, (struct tn_text){ "", 0 });
}
