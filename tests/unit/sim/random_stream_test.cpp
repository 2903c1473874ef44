// SPDX-License-Identifier: Apache-2.0
#include <Random123/philox.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "sim/random/stream.hpp"

namespace wardwire::sim {
namespace {

static_assert(std::uniform_random_bit_generator<Stream>);

/// A draw as the paper's authors would compute it: their generator, our layout of the address.
std::uint64_t reference_draw(std::uint64_t seed, std::uint32_t replication, std::uint32_t purpose,
                             std::uint64_t entity, std::uint64_t index) {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    r123::Philox4x32 philox;
    const r123::Philox4x32::ctr_type run = {{low(seed), high(seed), replication, purpose}};
    const r123::Philox4x32::key_type ascii_wardwire = {{0x64726177, 0x65726977}};
    const auto key = philox(run, ascii_wardwire);
    const std::uint64_t block = index / 2;
    const r123::Philox4x32::ctr_type counter = {
        {low(block), high(block), low(entity), high(entity)}};
    const auto words = philox(counter, {{key[0], key[1]}});
    const std::size_t first = index % 2 == 0 ? 0 : 2;
    return words[first] | std::uint64_t{words[first + 1]} << 32;
}

/// The value of every draw of a small world of purposes, entities and indices.
using Address = std::tuple<std::uint32_t, Entity, std::uint64_t>;
std::map<Address, double> draws_of_world(const Chance& chance, std::uint32_t purposes,
                                         Entity entities, std::uint64_t draws_each) {
    std::map<Address, double> drawn;
    for (std::uint32_t purpose = 0; purpose < purposes; ++purpose) {
        for (Entity entity = 0; entity < entities; ++entity) {
            Stream stream = chance.channel(Purpose{purpose}).stream(entity);
            for (std::uint64_t i = 0; i < draws_each; ++i)
                drawn[{purpose, entity, i}] = stream.uniform();
        }
    }
    return drawn;
}

}  // namespace

TEST_CASE("Philox gives the words that its authors published") {
    // Random123 1.14, examples/kat_vectors, lines "philox4x32 10".
    constexpr std::uint32_t all = 0xffffffff;
    CHECK(Philox::block({0, 0, 0, 0}, {0, 0}) ==
          Philox::Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(Philox::block({all, all, all, all}, {all, all}) ==
          Philox::Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(
        Philox::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Philox::Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a draw is the reference generator's word at the address, wherever the address lies") {
    std::mt19937_64 random(20110811);
    for (int i = 0; i < 2000; ++i) {
        const std::uint64_t seed = random();
        const auto replication = static_cast<std::uint32_t>(random());
        const auto purpose = static_cast<std::uint32_t>(random());
        const Entity entity = random() >> (random() % 64);
        const std::uint64_t index = random() >> (random() % 64);
        const Channel channel = Chance(seed, replication).channel(Purpose{purpose});
        REQUIRE(channel.bits(entity, index) ==
                reference_draw(seed, replication, purpose, entity, index));
    }
}

TEST_CASE("a stream reads the draws of its channel in order, from any index") {
    const Channel channel = Chance(1, 2).channel(Purpose{3});
    Stream stream = channel.stream(4);
    for (std::uint64_t i = 0; i < 100; ++i) {
        REQUIRE(stream.position() == i);
        REQUIRE(stream() == channel.bits(4, i));
    }
    const std::uint64_t last = ~std::uint64_t{0};
    for (const std::uint64_t index : {std::uint64_t{7}, std::uint64_t{0}, std::uint64_t{1},
                                      std::uint64_t{1} << 33, last - 20, last}) {
        stream.seek(index);
        for (std::uint64_t i = index; i != index + 19 && i >= index; ++i) {
            REQUIRE(stream.position() == i);
            REQUIRE(to_uniform(channel.bits(4, i)) == stream.uniform());
        }
    }
    CHECK(channel.uniform(4) == to_uniform(channel.bits(4, 0)));
}

TEST_CASE("a stream restored from its bytes goes on with the same draws") {
    for (const int read_before : {0, 1, 8, 13}) {
        Stream stream = Chance(9, 0).channel(Purpose{1}).stream(77);
        for (int i = 0; i < read_before; ++i) stream();
        std::array<std::byte, sizeof(Stream)> saved;
        std::memcpy(saved.data(), &stream, sizeof(Stream));
        Stream restored = Chance(0, 0).channel(Purpose{0}).stream(0);
        std::memcpy(&restored, saved.data(), sizeof(Stream));
        for (int i = 0; i < 40; ++i) REQUIRE(restored() == stream());
    }
}

TEST_CASE("a uniform draw is never 0 and never 1, and mirrors exactly") {
    const std::uint64_t ones = ~std::uint64_t{0};
    CHECK(to_uniform(0) == 0x1p-53);
    CHECK(to_uniform(ones) == 1.0 - 0x1p-53);
    for (const std::uint64_t bits : {std::uint64_t{0}, ones, std::uint64_t{1} << 63, ones >> 1,
                                     std::uint64_t{0x0123456789abcdef}})
        CHECK(1.0 - to_uniform(bits) == to_uniform(~bits));
}

TEST_CASE("D4: adding a purpose, an entity or a draw changes no other variate") {
    const Chance chance(12345, 6);
    const auto world = draws_of_world(chance, 3, 4, 5);
    for (const auto& larger : {draws_of_world(chance, 4, 4, 5), draws_of_world(chance, 3, 9, 5),
                               draws_of_world(chance, 3, 4, 50)}) {
        CHECK(larger.size() > world.size());
        for (const auto& [address, value] : world) REQUIRE(larger.at(address) == value);
    }

    SECTION("a single stream shared by all is seen to break the promise") {
        Stream shared = chance.channel(Purpose{0}).stream(0);
        const auto shared_draw_of_second_entity = [&](int draws_of_first) {
            shared.seek(0);
            for (int i = 0; i < draws_of_first; ++i) shared();
            return shared();
        };
        CHECK(shared_draw_of_second_entity(5) != shared_draw_of_second_entity(6));
    }
}

TEST_CASE("D4: every part of the address matters, and parts cannot stand in for each other") {
    std::set<std::uint64_t> seen;
    std::size_t addresses = 0;
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32})
        for (const std::uint32_t replication : {0U, 1U, 2U})
            for (const std::uint32_t purpose : {0U, 1U, 2U})
                for (const Entity entity : {Entity{0}, Entity{1}, Entity{1} << 32})
                    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1},
                                                      std::uint64_t{2}, std::uint64_t{1} << 33}) {
                        const Channel channel = Chance(seed, replication).channel(Purpose{purpose});
                        seen.insert(channel.bits(entity, index));
                        ++addresses;
                    }
    CHECK(seen.size() == addresses);
}

}  // namespace wardwire::sim
