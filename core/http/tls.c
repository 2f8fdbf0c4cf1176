/* SPDX-License-Identifier: MIT */
/* Certificates by name, and handshakes that wait without keeping the loop busy. */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <base/clock.h>
#include <http/connection.h>
#include <http/tls.h>

enum { CHAIN_MAX = 16, NAME_MAX_BYTES = 256, TICKET_KEY = 64 };

struct certificate {
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned length;
    gnutls_privkey_t key;
    gnutls_x509_crt_t first; /* of the chain, for its names */
};

struct tls {
    unsigned char ticket_key[TICKET_KEY];
    size_t count;
    struct certificate certificates[];
};

/*
 * TLS 1.2 and 1.3, with keys that are made for each session and ciphers that authenticate what they encrypt (RFC 9325, 4.2);
 * the server's order.
 */
static const char priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-GROUP-DH-ALL:-"
    "CIPHER-ALL:"
    "+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:"
    "%SERVER_PRECEDENCE";

/* The first that holds the name, else the first. */
static const struct certificate *choose(const struct tls *tls, const char *name)
{
    for (size_t i = 0; i < tls->count && *name; i++)
        if (gnutls_x509_crt_check_hostname(tls->certificates[i].first, name))
            return &tls->certificates[i];
    return &tls->certificates[0];
}

static int give_certificate(gnutls_session_t session, const gnutls_datum_t *authorities,
                            int authority_count, const gnutls_pk_algorithm_t *algorithms,
                            int algorithm_count, gnutls_pcert_st **chain, unsigned *length,
                            gnutls_privkey_t *key)
{
    (void)authorities, (void)authority_count, (void)algorithms, (void)algorithm_count;
    const struct connection *connection = gnutls_session_get_ptr(session);
    char name[NAME_MAX_BYTES] = "";
    size_t size = sizeof name;
    unsigned kind;
    if (gnutls_server_name_get(session, name, &size, &kind, 0) != GNUTLS_E_SUCCESS)
        name[0] = '\0';
    const struct certificate *chosen = choose(connection->listener->tls, name);
    *chain = (gnutls_pcert_st *)(uintptr_t)chosen->chain;
    *length = chosen->length;
    *key = chosen->key;
    return 0;
}

void tls_options(struct MHD_OptionItem *options)
{
    options[0] =
        (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)priorities };
    options[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
                                          (void *)(uintptr_t)give_certificate };
    options[2] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
}

/*
 * libmicrohttpd 0.9.75 takes a connection whose handshake waits for the client for one that is ready, and would look at it again
 * without end. So it is made to rest where the library runs out of bytes, until there are more.
 */
static ssize_t pull(gnutls_transport_ptr_t context, void *bytes, size_t room)
{
    struct connection *connection = context;
    ssize_t got = recv(connection->fd, bytes, room, 0);
    if (got < 0 && errno == EAGAIN && connection->stage == STAGE_HANDSHAKE) {
        connection_await(connection);
        errno = EAGAIN;
    }
    return got;
}

/* The client's last message of a handshake. */
static int has_finished(gnutls_session_t session, unsigned kind, unsigned when, unsigned incoming,
                        const gnutls_datum_t *message)
{
    (void)kind, (void)when, (void)message;
    if (incoming)
        connection_enter(gnutls_session_get_ptr(session), STAGE_HEADER);
    return 0;
}

void tls_begin(struct connection *connection)
{
    gnutls_session_t session = connection->session;
    struct tls *tls = connection->listener->tls;
    const gnutls_datum_t ticket_key = { tls->ticket_key, sizeof tls->ticket_key };
    gnutls_session_set_ptr(session, connection);
    gnutls_transport_set_ptr2(session, connection, (void *)(intptr_t)connection->fd);
    gnutls_transport_set_pull_function(session, pull);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_FINISHED, GNUTLS_HOOK_POST,
                                       has_finished);
    gnutls_session_ticket_enable_server(session, &ticket_key);
}

ssize_t tls_send(struct gnutls_session_int *session, struct tn_text bytes)
{
    size_t sent = 0;
    while (sent < bytes.size) {
        ssize_t taken = gnutls_record_send(session, bytes.at + sent, bytes.size - sent);
        if (taken <= 0)
            break;
        sent += (size_t)taken;
    }
    return (ssize_t)sent;
}

void tls_end(const struct connection *connection)
{
    if (connection->session)
        gnutls_bye(connection->session, GNUTLS_SHUT_WR);
}

static bool fail(struct errors *errors, const struct tls_file *file, const char *what, int result)
{
    errors_add(errors, SEVERITY_ERROR, file->place, "`%s` %s: %s", file->name, what,
               gnutls_strerror(result));
    return false;
}

static gnutls_datum_t datum(const struct tls_file *file)
{
    return (gnutls_datum_t){ (unsigned char *)(uintptr_t)file->text.at, (unsigned)file->text.size };
}

static bool take_chain(struct certificate *certificate, const struct tls_file *file,
                       struct errors *errors)
{
    gnutls_datum_t pem = datum(file);
    unsigned length = CHAIN_MAX;
    int result = gnutls_pcert_list_import_x509_raw(certificate->chain, &length, &pem,
                                                   GNUTLS_X509_FMT_PEM, GNUTLS_X509_CRT_LIST_SORT);
    if (result >= 0) {
        certificate->length = length;
        result = gnutls_pcert_export_x509(&certificate->chain[0], &certificate->first);
    }
    return result >= 0 || fail(errors, file, "holds no certificate that can be used", result);
}

static bool take_key(struct certificate *certificate, const struct tls_file *file,
                     struct errors *errors)
{
    gnutls_datum_t pem = datum(file);
    int result = gnutls_privkey_init(&certificate->key);
    if (result >= 0)
        result = gnutls_privkey_import_x509_raw(certificate->key, &pem, GNUTLS_X509_FMT_PEM, NULL,
                                                GNUTLS_PKCS_PLAIN);
    return result >= 0 || fail(errors, file, "holds no private key that can be used", result);
}

/* What GnuTLS says of the two together. */
static int match(const struct tls_source *source)
{
    gnutls_datum_t chain = datum(&source->certificate), key = datum(&source->key);
    gnutls_certificate_credentials_t both;
    int result = gnutls_certificate_allocate_credentials(&both);
    if (result < 0)
        return result;
    result = gnutls_certificate_set_x509_key_mem(both, &chain, &key, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(both);
    return result;
}

/* The server serves all the same: a client may know better, and without it nobody could complain. */
static void check_times(const struct certificate *certificate, const struct tls_file *file,
                        struct errors *errors)
{
    char text[CLOCK_ISO_SIZE];
    time_t now = time(NULL), from = gnutls_x509_crt_get_activation_time(certificate->first),
           until = gnutls_x509_crt_get_expiration_time(certificate->first);
    if (from <= now && now <= until)
        return;
    clock_print_iso((until < now ? until : from) * 1000, text);
    errors_add(errors, SEVERITY_WARNING, file->place, "the certificate in `%s` %s %s", file->name,
               until < now ? "has expired on" : "is not valid before", text);
}

static bool take(struct certificate *certificate, const struct tls_source *source,
                 struct errors *errors)
{
    bool chain = take_chain(certificate, &source->certificate, errors);
    if (!take_key(certificate, &source->key, errors) || !chain)
        return false;
    check_times(certificate, &source->certificate, errors);
    int result = match(source);
    return result >= 0 || fail(errors, &source->key, "cannot be used with its certificate", result);
}

struct tls *tls_new(const struct tls_source *sources, size_t count, const uint8_t secret[16],
                    struct errors *errors)
{
    static const char purpose[] = "tenon session tickets";
    struct tls *tls = memory_alloc(sizeof *tls + count * sizeof(*tls->certificates));
    tls->count = count;
    bool good = gnutls_hmac_fast(GNUTLS_MAC_SHA512, secret, 16, purpose, sizeof purpose - 1,
                                 tls->ticket_key) >= 0;
    for (size_t i = 0; i < count; i++)
        good = take(&tls->certificates[i], &sources[i], errors) && good;
    if (good)
        return tls;
    tls_free(tls);
    return NULL;
}

void tls_free(struct tls *tls)
{
    for (size_t i = 0; tls && i < tls->count; i++) {
        struct certificate *certificate = &tls->certificates[i];
        for (unsigned j = 0; j < certificate->length; j++)
            gnutls_pcert_deinit(&certificate->chain[j]);
        gnutls_x509_crt_deinit(certificate->first);
        gnutls_privkey_deinit(certificate->key);
    }
    free(tls);
}
