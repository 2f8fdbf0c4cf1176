/* SPDX-License-Identifier: MIT */
/* Everything that is promised, but for the loop (loop.h) and the contracts between plugins
 * (services/). */
#pragma once

#include <tenon/abi.h>
#include <tenon/body.h>
#include <tenon/health.h>
#include <tenon/host.h>
#include <tenon/kinds.h>
#include <tenon/later.h>
#include <tenon/log.h>
#include <tenon/metric.h>
#include <tenon/observe.h>
#include <tenon/option.h>
#include <tenon/plugin.h>
#include <tenon/reply.h>
#include <tenon/request.h>
#include <tenon/service.h>
#include <tenon/text.h>
#include <tenon/value.h>
#include <tenon/variable.h>
#include <tenon/zone.h>
