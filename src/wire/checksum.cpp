// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/securityheader.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace castdeck::wire
{

// Every byte of the data path comes through here. Compilers do not find the one instruction that adds bytes
// side by side, so it is named where it is known to exist; a loop of fixed length is what they vectorize
// elsewhere.
uint32_t checksum(std::span<const uint8_t> covered)
{
    const uint8_t *at = covered.data();
    const uint8_t *const end = at + covered.size();
    uint32_t sum = 0;

#ifdef __SSE2__
    constexpr ptrdiff_t Vector = sizeof(__m128i);
    const auto sums = [](const uint8_t *bytes) {
        return _mm_sad_epu8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes)), _mm_setzero_si128());
    };
    __m128i even = _mm_setzero_si128();
    __m128i odd = _mm_setzero_si128();
    for (; end - at >= 2 * Vector; at += 2 * Vector) {
        even = _mm_add_epi64(even, sums(at));
        odd = _mm_add_epi64(odd, sums(at + Vector));
    }
    const __m128i both = _mm_add_epi64(even, odd);
    const __m128i folded = _mm_add_epi64(both, _mm_unpackhi_epi64(both, both));
    sum = static_cast<uint32_t>(_mm_cvtsi128_si32(folded));
#else
    constexpr ptrdiff_t Stretch = 128;
    for (; end - at >= Stretch; at += Stretch) {
        for (ptrdiff_t i = 0; i < Stretch; ++i)
            sum += at[i];
    }
#endif

    while (at != end)
        sum += *at++;
    return ~sum;
}

} // namespace castdeck::wire
