/* SPDX-License-Identifier: MIT */
/*
 * Headers of the PROXY protocol. Whatever comes, in whatever pieces, the answer is the same as for the whole, nothing behind the
 * header is looked at, and there is an answer before the buffer of a connection is full.
 */
#include <assert.h>
#include <stdint.h>

#include <http/proxy.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_done(struct tn_text whole, const struct proxy_header *header)
{
    struct proxy_header again;
    assert(header->size > 0 && header->size <= whole.size && header->size <= PROXY_HEADER_MAX);
    assert(proxy_parse((struct tn_text){ whole.at, header->size }, &again) == PROXY_DONE);
    assert(again.size == header->size && again.sender == header->sender);
    assert(header->sender != PROXY_ITSELF || !header->port);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tn_text whole = { (const char *)data, size };
    struct proxy_header header, part;
    enum proxy_result result = proxy_parse(whole, &header);
    if (result == PROXY_DONE)
        check_done(whole, &header);
    assert(result != PROXY_MORE || size < PROXY_HEADER_MAX);
    size_t step = size / 16 + 1, most = result == PROXY_DONE ? header.size : size;
    for (size_t at = 0; at < most; at += step) {
        enum proxy_result early = proxy_parse((struct tn_text){ whole.at, at }, &part);
        assert(early == PROXY_MORE || (early == PROXY_BAD && result == PROXY_BAD));
    }
    return 0;
}
