#pragma once

// SHA-256 (FIPS 180-4) of texts that fit in memory: names of Docker contexts and pairs of layers.
//
// In C, since a debug build's Swift takes a hundred times as long over it.

#include <stddef.h>
#include <stdint.h>

/// Writes the 32 bytes of the digest to `digest`. `bytes` may be NULL where `count` is 0.
void cdigest_sha256(const void *bytes, size_t count, uint8_t digest[32]);
