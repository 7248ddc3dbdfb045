// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows in aligned columns under a head; columns that are empty throughout are left out.
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> columns;
    private final boolean[] rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> columns) {
        this.columns = columns;
        this.rightAligned = new boolean[columns.size()];
    }

    /// Numbers stand right.
    void alignRight(int column) {
        rightAligned[column] = true;
    }

    /// @param cells one for each column
    void add(List<String> cells) {
        rows.add(cells);
    }

    void print(PrintWriter out, Paint paint) {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            heads.add(columns.get(i).toUpperCase(Locale.ROOT));
            widths[i] = widths[i] == 0 ? 0 : Math.max(widths[i], columns.get(i).length());
        }
        if (!rows.isEmpty()) {
            out.append(paint.paint(Paint.BOLD, line(heads, widths))).append('\n');
        }
        for (List<String> row : rows) {
            out.append(line(row, widths)).append('\n');
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                String padding = " ".repeat(widths[i] - cells.get(i).length());
                line.append(line.isEmpty() ? "" : GAP);
                line.append(rightAligned[i] ? padding + cells.get(i) : cells.get(i) + padding);
            }
        }
        return line.toString().stripTrailing();
    }
}
