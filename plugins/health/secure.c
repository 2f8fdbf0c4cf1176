/* SPDX-License-Identifier: MIT */
/* GnuTLS between two buffers. */
#include "secure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

enum { ROOM = 16384 + 2048 }; /* a record with its framing (RFC 8446, 5.2) */

struct secure_trust {
    gnutls_certificate_credentials_t credentials;
};

struct bytes {
    char at[ROOM];
    size_t from, to;
};

struct secure {
    gnutls_session_t session;
    gnutls_certificate_credentials_t nobody; /* trusted: for who takes whatever is shown */
    bool ended;                              /* no more bytes of the peer */
    int error;
    struct bytes in, out;
};

/* Trust */

struct secure_trust *secure_trust_open(const char *file, const char **problem)
{
    struct secure_trust *trust = calloc(1, sizeof *trust);
    if (!trust || gnutls_certificate_allocate_credentials(&trust->credentials) < 0) {
        free(trust);
        *problem = "no memory";
        return NULL;
    }
    int count =
        file ? gnutls_certificate_set_x509_trust_file(trust->credentials, file, GNUTLS_X509_FMT_PEM)
             : gnutls_certificate_set_x509_system_trust(trust->credentials);
    if (count > 0)
        return trust;
    *problem = count < 0 ? gnutls_strerror(count) : "there is no certificate in it";
    secure_trust_close(trust);
    return NULL;
}

void secure_trust_close(struct secure_trust *trust)
{
    if (trust)
        gnutls_certificate_free_credentials(trust->credentials);
    free(trust);
}

/* Between GnuTLS and the buffers */

static ssize_t pull(gnutls_transport_ptr_t context, void *to, size_t size)
{
    struct secure *secure = context;
    struct bytes *in = &secure->in;
    size_t come = in->to - in->from;
    if (!come && !secure->ended) {
        gnutls_transport_set_errno(secure->session, EAGAIN);
        return -1;
    }
    if (size > come)
        size = come;
    memcpy(to, in->at + in->from, size);
    in->from += size;
    if (in->from == in->to)
        in->from = in->to = 0;
    return (ssize_t)size;
}

static int pull_timeout(gnutls_transport_ptr_t context, unsigned milliseconds)
{
    const struct secure *secure = context;
    (void)milliseconds;
    return secure->in.from < secure->in.to || secure->ended;
}

static ssize_t push(gnutls_transport_ptr_t context, const void *from, size_t size)
{
    struct secure *secure = context;
    struct bytes *out = &secure->out;
    if (size > ROOM - out->to) {
        gnutls_transport_set_errno(secure->session, EAGAIN);
        return -1;
    }
    memcpy(out->at + out->to, from, size);
    out->to += size;
    return (ssize_t)size;
}

struct tn_text secure_pending(struct secure *secure)
{
    struct tn_text pending = { secure->out.at, secure->out.to };
    secure->out.to = 0;
    return pending;
}

char *secure_room(struct secure *secure, size_t *room)
{
    *room = ROOM - secure->in.to;
    return secure->in.at + secure->in.to;
}

void secure_took(struct secure *secure, size_t size)
{
    secure->in.to += size;
    secure->ended |= size == 0;
}

/* The session */

static bool is_address(const char *host)
{
    return strchr(host, ':') || !host[strspn(host, "0123456789.")];
}

static bool begin(struct secure *secure, const struct secure_trust *trust, const char *host)
{
    if (gnutls_init(&secure->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0 ||
        gnutls_set_default_priority(secure->session) < 0)
        return false;
    if (trust)
        gnutls_session_set_verify_cert(secure->session, host, 0);
    else if (gnutls_certificate_allocate_credentials(&secure->nobody) < 0)
        return false;
    if (!is_address(host)) /* RFC 6066, 3: no addresses */
        gnutls_server_name_set(secure->session, GNUTLS_NAME_DNS, host, strlen(host));
    gnutls_transport_set_ptr(secure->session, secure);
    gnutls_transport_set_pull_function(secure->session, pull);
    gnutls_transport_set_pull_timeout_function(secure->session, pull_timeout);
    gnutls_transport_set_push_function(secure->session, push);
    return gnutls_credentials_set(secure->session, GNUTLS_CRD_CERTIFICATE,
                                  trust ? trust->credentials : secure->nobody) >= 0;
}

struct secure *secure_open(const struct secure_trust *trust, const char *host)
{
    struct secure *secure = calloc(1, sizeof *secure);
    if (secure && begin(secure, trust, host))
        return secure;
    secure_close(secure);
    return NULL;
}

void secure_close(struct secure *secure)
{
    if (!secure)
        return;
    if (secure->session)
        gnutls_deinit(secure->session);
    if (secure->nobody)
        gnutls_certificate_free_credentials(secure->nobody);
    free(secure);
}

enum secure_state secure_shake(struct secure *secure)
{
    int result;
    do
        result = gnutls_handshake(secure->session);
    while (result == GNUTLS_E_WARNING_ALERT_RECEIVED || result == GNUTLS_E_GOT_APPLICATION_DATA);
    if (result == GNUTLS_E_SUCCESS)
        return SECURE_OPEN;
    if (result == GNUTLS_E_AGAIN && !secure->ended)
        return SECURE_MORE;
    secure->error = result;
    return SECURE_FAILED;
}

const char *secure_problem(const struct secure *secure)
{
    if (secure->error == GNUTLS_E_PREMATURE_TERMINATION)
        return "closed during the handshake of TLS";
    if (secure->error == GNUTLS_E_FATAL_ALERT_RECEIVED)
        return gnutls_alert_get_name(gnutls_alert_get(secure->session));
    if (secure->error != GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
        return gnutls_strerror(secure->error);
    unsigned status = gnutls_session_get_verify_cert_status(secure->session);
    return status & GNUTLS_CERT_EXPIRED            ? "the certificate has expired"
           : status & GNUTLS_CERT_NOT_ACTIVATED    ? "the certificate is not valid yet"
           : status & GNUTLS_CERT_SIGNER_NOT_FOUND ? "the certificate's authority is not known"
           : status & GNUTLS_CERT_UNEXPECTED_OWNER ? "the certificate is for another name"
                                                   : "the certificate is not trusted";
}

bool secure_write(struct secure *secure, struct tn_text text)
{
    return gnutls_record_send(secure->session, text.at, text.size) == (ssize_t)text.size;
}

ssize_t secure_read(struct secure *secure, char *to, size_t room)
{
    ssize_t size;
    do
        size = gnutls_record_recv(secure->session, to, room);
    while (size == GNUTLS_E_INTERRUPTED);
    if (size > 0)
        return size;
    return size == GNUTLS_E_AGAIN && !secure->ended ? 0 : -1;
}
