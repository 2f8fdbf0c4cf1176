/* SPDX-License-Identifier: MIT */
/* Geometry that all processes share, as the worker keeps it. */
#pragma once

#include "channel.h"
#include "geometry/stock.h"

struct stock_depot depot_of(struct channel *channel);
