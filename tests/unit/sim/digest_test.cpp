// SPDX-License-Identifier: Apache-2.0
#include "sim/digest.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <set>

namespace wardwire::sim {

TEST_CASE("a digest depends on every word and on their order") {
    Digest ab, ba, aa;
    ab.fold(1);
    ab.fold(2);
    ba.fold(2);
    ba.fold(1);
    aa.fold(1);
    aa.fold(1);
    CHECK(ab != ba);
    CHECK(ab != aa);
    CHECK(ba != aa);
    CHECK(Digest{} == Digest{});
    CHECK(ab != Digest{});
}

TEST_CASE("a digest tells the two words of a pair apart") {
    Digest straight, crossed;
    straight.fold(3, 5);
    crossed.fold(5, 3);
    CHECK(straight != crossed);
}

TEST_CASE("folding zeros is noticed each time") {
    Digest digest;
    std::set<std::uint64_t> seen{digest.value()};
    for (int i = 0; i < 1000; ++i) {
        digest.fold(0);
        seen.insert(digest.value());
    }
    CHECK(seen.size() == 1001);
}

TEST_CASE("one flipped bit of a folded word flips about half of the digest") {
    // 128 words of 64 bits: the number of flipped bits is Binomial(8192, 1/2) for an ideal digest,
    // standard deviation 45.3; six of them on each side leave a false alarm of 2e-9.
    int flipped = 0;
    for (int bit = 0; bit < 64; ++bit) {
        for (const bool second : {false, true}) {
            Digest base, changed;
            base.fold(12345, 67890);
            const std::uint64_t mask = 1ULL << bit;
            changed.fold(12345 ^ (second ? 0 : mask), 67890 ^ (second ? mask : 0));
            flipped += std::popcount(base.value() ^ changed.value());
        }
    }
    CHECK(flipped > 4096 - 272);
    CHECK(flipped < 4096 + 272);
}

}  // namespace wardwire::sim
