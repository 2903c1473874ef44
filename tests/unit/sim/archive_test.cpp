// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/archive.hpp"

namespace wardwire::test {

namespace {

struct Leaf {
    std::int32_t number = 0;
    double weight = 0.0;

    bool operator==(const Leaf&) const = default;
};

/// One of everything that an archive takes.
struct Tree {
    std::vector<Leaf> leaves;
    std::vector<std::vector<std::uint64_t>> rings;
    std::string name;
    std::optional<Leaf> fruit;
    std::array<std::string, 2> labels;
    std::uint64_t age = 0;

    template <class Archive>
    void persist(Archive& archive) {
        archive(leaves, rings, name, fruit, labels, age);
    }
    bool operator==(const Tree&) const = default;
};

Tree grown() {
    return {{{1, 0.5}, {-2, 1e300}}, {{1, 2, 3}, {}, {4}}, "oak", Leaf{7, 0.1}, {"a", "bc"}, 99};
}

std::vector<std::byte> bytes_of(Tree tree) {
    sim::Saver saver;
    saver(tree);
    return std::move(saver).finish();
}

bool can_be_loaded(const std::vector<std::byte>& bytes) {
    sim::Loader loader(bytes);
    Tree tree;
    loader(tree);
    return loader.is_complete();
}

}  // namespace

TEST_CASE("what was saved is loaded, whatever was there before") {
    const std::vector<std::byte> bytes = bytes_of(grown());
    Tree tree{{{9, 9.0}}, {}, "elm with a longer name", {}, {"x", "y"}, 1};
    sim::Loader loader(bytes);
    loader(tree);
    CHECK(loader.is_complete());
    CHECK(tree == grown());
}

TEST_CASE("an absent value is loaded as absent") {
    Tree bare = grown();
    bare.fruit.reset();
    const std::vector<std::byte> bytes = bytes_of(bare);
    Tree tree = grown();
    sim::Loader loader(bytes);
    loader(tree);
    CHECK(loader.is_complete());
    CHECK(tree == bare);
}

TEST_CASE("one wrong bit anywhere is noticed") {
    const std::vector<std::byte> whole = bytes_of(grown());
    REQUIRE(can_be_loaded(whole));
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            std::vector<std::byte> damaged = whole;
            damaged[at] ^= std::byte{1} << bit;
            REQUIRE_FALSE(can_be_loaded(damaged));
        }
}

TEST_CASE("a state that was cut off or went on is noticed") {
    const std::vector<std::byte> whole = bytes_of(grown());
    for (std::size_t size = 0; size < whole.size(); ++size)
        REQUIRE_FALSE(can_be_loaded({whole.begin(), whole.begin() + static_cast<long>(size)}));
    std::vector<std::byte> longer = whole;
    longer.push_back(std::byte{0});
    CHECK_FALSE(can_be_loaded(longer));
}

TEST_CASE("values of another kind than were saved are refused") {
    std::uint64_t wide = 5;
    sim::Saver saver;
    saver(wide);
    const std::vector<std::byte> bytes = std::move(saver).finish();
    std::uint32_t low = 0, high = 0;
    sim::Loader as_two_halves(bytes);
    as_two_halves(low, high);
    CHECK(as_two_halves.is_sound());
    CHECK_FALSE(as_two_halves.is_complete());

    std::uint64_t first = 0, second = 0;
    sim::Loader too_much(bytes);
    too_much(first, second);
    CHECK_FALSE(too_much.is_sound());

    sim::Loader nothing(bytes);
    CHECK_FALSE(nothing.is_complete());
}

TEST_CASE("a count that promises more than there is asks for no memory") {
    std::uint64_t count = 1ULL << 60;
    sim::Saver saver;
    saver(count);
    const std::vector<std::byte> bytes = std::move(saver).finish();
    std::vector<std::uint64_t> values;
    sim::Loader loader(bytes);
    loader(values);
    CHECK_FALSE(loader.is_complete());
    CHECK(values.empty());
}

}  // namespace wardwire::test
