/* SPDX-License-Identifier: MIT */
/* The lists, with their sources. */
#include "presets.h"

#include <stddef.h>
#include <string.h>

static const char *const nothing[] = { NULL };

/*
 * helmet 8 as it comes (github.com/helmetjs/helmet, README of 8.3.0, 2026-07-11): its headers, in its
 * order. X-XSS-Protection is 0 since the old filters were themselves a hole.
 */
static const struct preset_field helmet_8[] = {
    { "Content-Security-Policy",
      "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
      "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';"
      "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Origin-Agent-Cluster", "?1" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-DNS-Prefetch-Control", "off" },
    { "X-Download-Options", "noopen" },
    { "X-Frame-Options", "SAMEORIGIN" },
    { "X-Permitted-Cross-Domain-Policies", "none" },
    { "X-XSS-Protection", "0" },
    { NULL, NULL },
};

static const char *const helmet_8_removes[] = { "X-Powered-By", NULL };

/*
 * The OWASP Secure Headers Project's list (owasp.org/www-project-secure-headers, headers_add.json of
 * 2026-07-19), without Clear-Site-Data: on every reply that would log people out with each click. It
 * belongs on the reply to a logout alone.
 */
static const struct preset_field owasp_2026[] = {
    { "Cache-Control", "no-store, max-age=0" },
    { "Content-Security-Policy",
      "default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; "
      "frame-ancestors 'none'; upgrade-insecure-requests" },
    { "Cross-Origin-Embedder-Policy", "require-corp" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy",
      "accelerometer=(), autoplay=(), camera=(), cross-origin-isolated=(), display-capture=(), "
      "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), keyboard-map=(), "
      "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
      "publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(self), usb=(), web-share=(), "
      "xr-spatial-tracking=(), clipboard-read=(), clipboard-write=(), gamepad=(), hid=(), "
      "idle-detection=(), interest-cohort=(), serial=(), unload=()" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-DNS-Prefetch-Control", "off" },
    { "X-Frame-Options", "deny" },
    { "X-Permitted-Cross-Domain-Policies", "none" },
    { NULL, NULL },
};

/* The same project's list of headers that tell on a server (headers_remove.json of that day); a star
 * stands for the members of a family. */
static const char *const owasp_2026_removes[] = {
    "$wsep",
    "Host-Header",
    "K-Proxy-Request",
    "Liferay-Portal",
    "OracleCommerceCloud-Version",
    "Pega-Host",
    "Powered-By",
    "Product",
    "Server",
    "SourceMap",
    "X-AspNet*",
    "X-Atmosphere-*",
    "X-B3-*",
    "X-BEServer",
    "X-Backside-Transport",
    "X-CF-Powered-By",
    "X-CMS",
    "X-CalculatedBETarget",
    "X-Cocoon-Version",
    "X-Content-Encoded-By",
    "X-Datadog-*",
    "X-DiagInfo",
    "X-Envoy-*",
    "X-FEServer",
    "X-Framework",
    "X-Generat*",
    "X-Gitlab-Meta",
    "X-Jitsi-Release",
    "X-Joomla-Version",
    "X-Kong-*",
    "X-Kubernetes-PF-*",
    "X-LiteSpeed-*",
    "X-Litespeed-*",
    "X-Mod-Pagespeed",
    "X-Nextjs-*",
    "X-OWA-Version",
    "X-Old-Content-Length",
    "X-OneAgent-JS-Injection",
    "X-Page-Speed",
    "X-Php-Version",
    "X-Powered-*",
    "X-Redirect-By",
    "X-Server-Powered-By",
    "X-SourceFiles",
    "X-SourceMap",
    "X-Turbo-Charged-By",
    "X-Tyk-Trace-Id",
    "X-Umbraco-Version",
    "X-Varnish-*",
    "X-Woodpecker-Version",
    "X-dt*",
    "X-ruxit-JS-Agent",
    NULL,
};

/* For hosts that serve data to programs: OWASP's REST Security Cheat Sheet
 * (cheatsheetseries.owasp.org, August 2026), its headers for all replies and, of those for pages,
 * what costs nothing; with Cross-Origin-Resource-Policy, which keeps other sites from embedding. */
static const struct preset_field api[] = {
    { "Cache-Control", "no-store" },
    { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { NULL, NULL },
};

static const char *const api_removes[] = { "Server", "X-Powered-By", NULL };

static const struct preset_field none[] = { { NULL, NULL } };

const struct preset *preset_get(enum preset_name name)
{
    static const struct preset presets[] = {
        [PRESET_NONE] = { none, NULL, nothing },
        [PRESET_HELMET_8] = { helmet_8, "max-age=31536000; includeSubDomains", helmet_8_removes },
        [PRESET_OWASP_2026] = { owasp_2026, "max-age=63072000; includeSubDomains",
                                owasp_2026_removes },
        [PRESET_API] = { api, "max-age=63072000; includeSubDomains", api_removes },
    };
    return &presets[name];
}

const char *preset_value(const struct preset *preset, const char *name)
{
    for (const struct preset_field *row = preset->fields; row->name; row++)
        if (!strcmp(row->name, name))
            return row->value;
    return NULL;
}
