// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wardwire::analysis {

namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;  ///< rows

double dot(const Vector& a, const Vector& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

double loss_of(const Vector& residuals) { return 0.5 * dot(residuals, residuals); }

/// Solves a x = b for a positive definite `a`, by elimination without exchange of rows.
Vector solve(Matrix a, Vector b) {
    const std::size_t n = b.size();
    for (std::size_t pivot = 0; pivot < n; ++pivot)
        for (std::size_t row = pivot + 1; row < n; ++row) {
            const double factor = a[row][pivot] / a[pivot][pivot];
            for (std::size_t column = pivot; column < n; ++column)
                a[row][column] -= factor * a[pivot][column];
            b[row] -= factor * b[pivot];
        }
    for (std::size_t row = n; row-- > 0;) {
        for (std::size_t column = row + 1; column < n; ++column)
            b[row] -= a[row][column] * b[column];
        b[row] /= a[row][row];
    }
    return b;
}

class Search {
 public:
    Search(const Residuals& residuals, Vector start, const FitOptions& options)
        : evaluate_(residuals), options_(options), difference_(options.difference) {
        best_.residuals = evaluate(start);
        best_.point = std::move(start);
        best_.loss = best_.first_loss = loss_of(best_.residuals);
    }

    Fit run() {
        take_derivatives();
        while (has_budget() && best_.loss > options_.small_loss) {
            Vector point = best_.point;
            const double moved = step_from(point);
            if (moved >= options_.smallest_step) {
                const bool helps = try_point(point);
                radius_ = helps ? std::min(1.0, std::max(radius_, 2.0 * moved)) : 0.3 * moved;
                if (helps || radius_ >= 0.5 * difference_) continue;
            }
            // Nothing helps along these derivatives: look closer, or be done.
            difference_ *= 0.5;
            if (difference_ < options_.smallest_step) break;
            take_derivatives();
            radius_ = std::max(radius_, 2.0 * difference_);
        }
        best_.evaluations = evaluations_;
        return best_;
    }

 private:
    /// On the squares of the slopes: for coordinates that do nearly the same.
    static constexpr double damping = 1e-3;

    bool has_budget() const { return evaluations_ < options_.budget; }

    Vector evaluate(const Vector& point) {
        ++evaluations_;
        return evaluate_(point);
    }

    void keep(const Vector& point, const Vector& residuals) {
        const double loss = loss_of(residuals);
        if (loss >= best_.loss) return;
        best_.point = point;
        best_.residuals = residuals;
        best_.loss = loss;
    }

    /// Differences from the best point, inwards where a side of the cube is near. A column that the
    /// budget does not reach stays as it was, nothing at first.
    void take_derivatives() {
        const Vector centre = best_.point;
        const Vector at_centre = best_.residuals;
        slope_.resize(at_centre.size(), Vector(centre.size(), 0.0));
        for (std::size_t i = 0; i < centre.size() && has_budget(); ++i) {
            Vector point = centre;
            const double step = centre[i] + difference_ <= 1.0 ? difference_ : -difference_;
            point[i] += step;
            const Vector residuals = evaluate(point);
            for (std::size_t row = 0; row < residuals.size(); ++row)
                slope_[row][i] = (residuals[row] - at_centre[row]) / step;
            keep(point, residuals);
        }
    }

    /// The damped step from the best point, within the radius, cut at the sides; how far it goes in
    /// any coordinate.
    double step_from(Vector& point) const {
        const std::size_t n = point.size();
        Matrix normal(n, Vector(n, 0.0));
        Vector downhill(n, 0.0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t row = 0; row < slope_.size(); ++row) {
                downhill[i] -= slope_[row][i] * best_.residuals[row];
                for (std::size_t j = 0; j < n; ++j) normal[i][j] += slope_[row][i] * slope_[row][j];
            }
        // A coordinate at its side that pulls outwards stays there; one without effect too.
        for (std::size_t i = 0; i < n; ++i) {
            const bool is_held = (point[i] <= 0.0 && downhill[i] < 0.0) ||
                                 (point[i] >= 1.0 && downhill[i] > 0.0) || normal[i][i] <= 0.0;
            if (is_held) {
                for (std::size_t j = 0; j < n; ++j) normal[i][j] = normal[j][i] = 0.0;
                normal[i][i] = 1.0;
                downhill[i] = 0.0;
            }
            normal[i][i] *= 1.0 + damping;
        }
        const Vector step = solve(std::move(normal), std::move(downhill));
        double longest = radius_;
        for (const double one : step) longest = std::max(longest, std::abs(one));
        double moved = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            const double to = std::clamp(point[i] + step[i] * radius_ / longest, 0.0, 1.0);
            moved = std::max(moved, std::abs(to - point[i]));
            point[i] = to;
        }
        return moved;
    }

    /// Evaluates a point, corrects the derivatives by what is learnt, and keeps it if it is better.
    bool try_point(const Vector& point) {
        const Vector residuals = evaluate(point);
        Vector step = point;
        for (std::size_t i = 0; i < step.size(); ++i) step[i] -= best_.point[i];
        const double length = dot(step, step);
        for (std::size_t row = 0; row < residuals.size(); ++row) {
            const double surprise = residuals[row] - best_.residuals[row] - dot(slope_[row], step);
            for (std::size_t i = 0; i < step.size(); ++i)
                slope_[row][i] += surprise * step[i] / length;
        }
        const double before = best_.loss;
        keep(point, residuals);
        return best_.loss < before;
    }

    const Residuals& evaluate_;
    FitOptions options_;
    double difference_;
    double radius_ = 0.2;  ///< the longest step in any coordinate
    Matrix slope_;         ///< [residual][coordinate]
    std::size_t evaluations_ = 0;
    Fit best_;
};

}  // namespace

Fit fit_least_squares(const Residuals& residuals, std::vector<double> start,
                      const FitOptions& options) {
    return Search(residuals, std::move(start), options).run();
}

}  // namespace wardwire::analysis
