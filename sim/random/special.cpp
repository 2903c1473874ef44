// SPDX-License-Identifier: Apache-2.0
#include "sim/random/special.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <charconv>

#include "sim/random/logarithm.hpp"

#ifdef BOOST_NO_EXCEPTIONS
#include <boost/throw_exception.hpp>

#include "sim/contract.hpp"

// Boost asks for this where exceptions are off; the policy below never lets it come to that.
namespace boost {
void throw_exception(const std::exception& error) {
    wardwire::sim::contract_broken("Boost.Math", __FILE__, __LINE__, error.what());
}
void throw_exception(const std::exception& error, const source_location&) {
    throw_exception(error);
}
}  // namespace boost
#endif

namespace wardwire::sim {

namespace {

namespace policies = boost::math::policies;

/// Values that say so themselves (infinity, not-a-number) instead of errors, and plain doubles
/// inside, which are the same on every processor.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>, policies::promote_double<false>>;

}  // namespace

double exponential_quantile(double p) {
    return p < 1.0 ? minus_log_one_minus(p) : std::numeric_limits<double>::infinity();
}

double gamma_share_below(double shape, double x) { return boost::math::gamma_p(shape, x, Quiet{}); }

double gamma_share_above(double shape, double x) { return boost::math::gamma_q(shape, x, Quiet{}); }

double gamma_quantile(double shape, double p) {
    if (p >= 1.0) return std::numeric_limits<double>::infinity();
    return boost::math::gamma_p_inv(shape, p, Quiet{});
}

double beta_share_below(double a, double b, double x) {
    return boost::math::ibeta(a, b, x, Quiet{});
}

std::string number_in_words(double x) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.begin(), text.end(), x, std::chars_format::general, 6);
    return {text.begin(), end.ptr};
}

std::string law_in_words(std::string_view law,
                         std::initializer_list<std::pair<std::string_view, double>> parameters) {
    std::string words{law};
    const char* before = "(";
    for (const auto& [name, value] : parameters) {
        words.append(before).append(name).append(" ").append(number_in_words(value));
        before = ", ";
    }
    return words + ")";
}

}  // namespace wardwire::sim
