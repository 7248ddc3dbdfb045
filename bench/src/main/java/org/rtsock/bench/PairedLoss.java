// SPDX-License-Identifier: Apache-2.0
package org.rtsock.bench;

import java.util.ArrayList;
import java.util.List;

/// What is lost with something, per cent of what there is without: from pairs of runs that came one after the other, so that whatever the
/// machine did meanwhile befell both. A loss below zero is a gain.
final class PairedLoss {
    private final List<Double> losses = new ArrayList<>();
    private double secondsWithout;
    private double secondsWith;

    /// Takes a pair, in units of the same work a second.
    ///
    /// @return the loss of this pair, per cent
    double add(double without, double with) {
        double loss = 100 * (1 - with / without);
        losses.add(loss);
        secondsWithout += 1 / without;
        secondsWith += 1 / with;
        return loss;
    }

    /// Of all pairs together: the same work was done in each run, and this compares the time that all of it took.
    double bySums() {
        return 100 * (1 - secondsWithout / secondsWith);
    }

    /// The work a second of all runs without it together.
    double without() {
        return losses.size() / secondsWithout;
    }

    double with() {
        return losses.size() / secondsWith;
    }

    double median() {
        double[] sorted = sorted();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    double least() {
        return sorted()[0];
    }

    double most() {
        return sorted()[losses.size() - 1];
    }

    /// The standard error of the mean of the pairs' losses; 0 for a single pair, of which nobody can tell.
    double standardError() {
        int count = losses.size();
        double mean = losses.stream().mapToDouble(loss -> loss).sum() / count;
        double squares = losses.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
        return count == 1 ? 0 : Math.sqrt(squares / (count - 1) / count);
    }

    private double[] sorted() {
        return losses.stream().mapToDouble(loss -> loss).sorted().toArray();
    }
}
