// SPDX-License-Identifier: Apache-2.0
package org.rtsock.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `rtsock run --list` and `rtsock check` print for programs: a JSON text on one line. Names of members are those of `rtsock show features`.
final class JsonReport {
    private JsonReport() {}

    /// An array with an object for each feature.
    static String features(List<Feature> features) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Feature feature : features) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", feature.name());
            row.put("level", feature.startLevel());
            row.put("features", feature.features());
            row.put("bundles", feature.bundles());
            row.put("title", feature.title());
            rows.add(row);
        }
        return text(rows);
    }

    static String fits(String appliance, int bundles) {
        Map<String, Object> verdict = verdict(appliance, true);
        verdict.put("bundles", bundles);
        verdict.put("problems", List.of());
        return text(verdict);
    }

    static String doesNotFit(String appliance, List<String> problems) {
        Map<String, Object> verdict = verdict(appliance, false);
        verdict.put("problems", problems);
        return text(verdict);
    }

    private static Map<String, Object> verdict(String appliance, boolean fits) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("appliance", appliance);
        verdict.put("fits", fits);
        return verdict;
    }

    private static String text(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
