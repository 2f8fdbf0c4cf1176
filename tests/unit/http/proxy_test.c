/* SPDX-License-Identifier: MIT */
/* Headers of the PROXY protocol: those of the specification, each piece of them, and hostile ones. */
#include <stdlib.h>

#include <base/address.h>
#include <http/proxy.h>

#include "cmocka_all.h"

static const char signature[] = "\r\n\r\n\0\r\nQUIT\n";

/* A header of version 2 with its length; `rest` is what follows that. */
static struct tn_text binary(unsigned command, unsigned family, struct tn_text rest)
{
    static char bytes[2 * PROXY_HEADER_MAX];
    memcpy(bytes, signature, 12);
    bytes[12] = (char)(0x20 | command);
    bytes[13] = (char)family;
    bytes[14] = (char)(rest.size >> 8);
    bytes[15] = (char)rest.size;
    memcpy(bytes + 16, rest.at, rest.size);
    return (struct tn_text){ bytes, 16 + rest.size };
}

#define BYTES(literal) ((struct tn_text){ (literal), sizeof(literal) - 1 })
#define TCP4           "\xc0\x00\x02\x01\xc0\x00\x02\x02\x1f\x90\x01\xbb"

static enum proxy_result parse(struct tn_text text, struct proxy_header *header)
{
    /* In a block of its own size, so that a sanitizer sees each byte that is read behind it. */
    char *copy = malloc(text.size + 1);
    assert_non_null(copy);
    memcpy(copy, text.at, text.size);
    enum proxy_result result = proxy_parse((struct tn_text){ copy, text.size }, header);
    free(copy);
    return result;
}

/* Each true beginning says that more is to come; what follows the whole is not looked at. */
static struct proxy_header accept(struct tn_text text)
{
    struct proxy_header header, other;
    for (size_t size = 0; size < text.size; size++)
        assert_int_equal(parse((struct tn_text){ text.at, size }, &header), PROXY_MORE);
    assert_int_equal(parse(text, &header), PROXY_DONE);
    assert_int_equal(header.size, text.size);
    char *longer = malloc(text.size + 20);
    assert_non_null(longer);
    memcpy(longer, text.at, text.size);
    memcpy(longer + text.size, "GET / HTTP/1.1\r\n\r\n", 19);
    assert_int_equal(parse((struct tn_text){ longer, text.size + 19 }, &other), PROXY_DONE);
    assert_int_equal(other.size, text.size);
    free(longer);
    return header;
}

static void refuse(struct tn_text text)
{
    struct proxy_header header;
    assert_int_equal(parse(text, &header), PROXY_BAD);
}

static void expect_client(struct proxy_header header, const char *address, unsigned port)
{
    char text[ADDRESS_TEXT_MAX];
    assert_int_equal(header.sender, PROXY_CLIENT);
    address_print(header.address, text);
    assert_string_equal(text, address);
    assert_int_equal(header.port, port);
}

static void lines(void **state)
{
    (void)state;
    expect_client(accept(TN_TEXT("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n")), "192.0.2.1",
                  56324);
    expect_client(accept(TN_TEXT("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n")),
                  "255.255.255.255", 65535);
    expect_client(accept(TN_TEXT("PROXY TCP6 2001:db8::1 ::1 0 443\r\n")), "2001:db8::1", 0);
    expect_client(accept(TN_TEXT("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2\r\n")),
                  "192.0.2.1", 1);
    assert_int_equal(accept(TN_TEXT("PROXY UNKNOWN\r\n")).sender, PROXY_ITSELF);
    assert_int_equal(accept(TN_TEXT("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n")).sender,
                     PROXY_ITSELF);
}

static void bad_lines(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "GET / HTTP/1.1\r\n",
        "PROXY\tTCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY \r\n",
        "PROXY \n",
        "PROXY\r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
        "PROXY TCP4 ::1 ::2 1 2\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP6 ::1 192.0.2.2 1 2\r\n",
        "PROXY TCP6 [::1] ::2 1 2\r\n",
        "PROXY TCP6 fe80::1%lo ::2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 99999999999999999999\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 0x1 2\r\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refuse(tn_text(rows[i]));
    refuse(BYTES("PROXY TCP4 192.0.2.1\0 192.0.2.2 1 2\r\n"));
}

/* 107 bytes are the most; a line that has not ended by then is none. */
static void long_lines(void **state)
{
    (void)state;
    char line[PROXY_LINE_MAX + 2];
    memset(line, 'x', sizeof line);
    memcpy(line, "PROXY UNKNOWN ", 14);
    memcpy(line + PROXY_LINE_MAX - 2, "\r\n", 2);
    accept((struct tn_text){ line, PROXY_LINE_MAX });
    memcpy(line + PROXY_LINE_MAX - 2, "xx\r\n", 4);
    struct proxy_header header;
    assert_int_equal(parse((struct tn_text){ line, PROXY_LINE_MAX - 1 }, &header), PROXY_MORE);
    for (size_t size = PROXY_LINE_MAX; size <= sizeof line; size++)
        refuse((struct tn_text){ line, size });
}

static void binaries(void **state)
{
    (void)state;
    expect_client(accept(binary(1, 0x11, BYTES(TCP4))), "192.0.2.1", 8080);
    char six[36] = "\x20\x01\x0d\xb8";
    six[15] = 7;
    six[33] = 80;
    expect_client(accept(binary(1, 0x21, (struct tn_text){ six, sizeof six })), "2001:db8::7", 80);
    char paths[216] = "/run/client.sock";
    assert_int_equal(accept(binary(1, 0x31, (struct tn_text){ paths, sizeof paths })).sender,
                     PROXY_UNIX);
    /* Of these, the connection's own ends count, whatever follows. */
    assert_int_equal(accept(binary(1, 0x00, BYTES(""))).sender, PROXY_ITSELF);
    assert_int_equal(accept(binary(1, 0x00, BYTES("any bytes"))).sender, PROXY_ITSELF);
    assert_int_equal(accept(binary(0, 0x00, BYTES(""))).sender, PROXY_ITSELF);
    assert_int_equal(accept(binary(0, 0x11, BYTES(TCP4))).sender, PROXY_ITSELF);
    assert_int_equal(accept(binary(0, 0xff, BYTES("x"))).sender, PROXY_ITSELF);
}

static void bad_binaries(void **state)
{
    (void)state;
    refuse(binary(2, 0x11, BYTES(TCP4)));
    refuse(binary(1, 0x12, BYTES(TCP4))); /* datagrams do not come over a connection */
    refuse(binary(1, 0x13, BYTES(TCP4)));
    refuse(binary(1, 0x41, BYTES(TCP4)));
    refuse(binary(1, 0x11, BYTES("")));
    refuse(binary(1, 0x11, BYTES("\xc0\x00\x02\x01\xc0\x00\x02\x02\x1f\x90\x01"))); /* one less */
    refuse(binary(1, 0x21, BYTES(TCP4)));
    refuse(binary(1, 0x31, BYTES(TCP4)));
    struct tn_text one = binary(1, 0x11, BYTES(TCP4));
    ((char *)(uintptr_t)one.at)[12] = 0x11; /* the version */
    refuse(one);
    for (size_t i = 0; i < 12; i++) { /* a signature that differs in a byte */
        struct tn_text text = binary(1, 0x11, BYTES(TCP4));
        ((char *)(uintptr_t)text.at)[i] ^= 1;
        refuse(text);
    }
}

/* What is announced is judged before it comes. */
static void oversize(void **state)
{
    (void)state;
    char rest[PROXY_HEADER_MAX] = { 0 };
    struct proxy_header header;
    accept(binary(1, 0x00, (struct tn_text){ rest, PROXY_HEADER_MAX - 16 }));
    struct tn_text text = binary(1, 0x00, (struct tn_text){ rest, PROXY_HEADER_MAX - 15 });
    assert_int_equal(parse((struct tn_text){ text.at, 15 }, &header), PROXY_MORE);
    refuse((struct tn_text){ text.at, 16 });
}

static void extras(void **state)
{
    (void)state;
    assert_false(accept(binary(1, 0x11,
                               BYTES(TCP4 "\x02\x00\x03"
                                          "a.b")))
                     .secure);
    assert_true(accept(binary(1, 0x11, BYTES(TCP4 "\x20\x00\x05\x01\x00\x00\x00\x00"))).secure);
    assert_false(accept(binary(1, 0x11, BYTES(TCP4 "\x20\x00\x05\x00\x00\x00\x00\x00"))).secure);
    accept(binary(1, 0x11, BYTES(TCP4 "\x04\x00\x00"))); /* no operation */
    refuse(binary(1, 0x11, BYTES(TCP4 "\x04")));
    refuse(binary(1, 0x11, BYTES(TCP4 "\x04\x00")));
    refuse(binary(1, 0x11, BYTES(TCP4 "\x04\x00\x01")));
    refuse(binary(1, 0x11, BYTES(TCP4 "\x04\xff\xff\x00")));
}

/* Bit by bit, by the polynomial, with the four bytes at `own` taken for zero. */
static uint32_t crc32c(struct tn_text text, size_t own)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < text.size; i++) {
        unsigned byte = i >= own && i < own + 4 ? 0 : (unsigned char)text.at[i];
        for (unsigned bit = 0; bit < 8; bit++, byte >>= 1)
            crc = (crc ^ byte) & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
    }
    return ~crc;
}

static void checksums(void **state)
{
    (void)state;
    assert_int_equal(crc32c(TN_TEXT("123456789"), 9), 0xe3069283); /* the well-known value */
    struct tn_text text = binary(1, 0x11, BYTES(TCP4 "\x03\x00\x04\x00\x00\x00\x00"));
    char *bytes = (char *)(uintptr_t)text.at;
    uint32_t crc = crc32c(text, text.size - 4);
    for (unsigned i = 0; i < 4; i++)
        bytes[text.size - 4 + i] = (char)(crc >> (24 - 8 * i));
    accept(text);
    for (size_t i = 16; i < text.size; i++) {
        if (i == 28) /* without its type, it is something else */
            continue;
        bytes[i] ^= 4;
        refuse(text);
        bytes[i] ^= 4;
    }
    refuse(binary(1, 0x11, BYTES(TCP4 "\x03\x00\x03\x00\x00\x00")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),    cmocka_unit_test(bad_lines),    cmocka_unit_test(long_lines),
        cmocka_unit_test(binaries), cmocka_unit_test(bad_binaries), cmocka_unit_test(oversize),
        cmocka_unit_test(extras),   cmocka_unit_test(checksums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
