// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.client.BatchWriter;

/// The lines of a batch: a write on each, and where it stood.
final class BatchLines {
    private final CountingInput input;
    private final BufferedReader reader;
    private final List<String> words = new ArrayList<>();
    /// Numbers of the lines that went into the batch, in its order.
    private int[] lineOfItem = new int[64];
    private int items;
    private int number;

    BatchLines(InputStream source) {
        input = new CountingInput(source);
        reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /// Steps to the next line with a write on it.
    ///
    /// @return false at the end
    boolean next() {
        @Nullable String line;
        while ((line = readLine()) != null) {
            number++;
            int comment = line.indexOf('#');
            StringTokenizer tokens = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
            if (tokens.hasMoreTokens()) {
                words.clear();
                while (tokens.hasMoreTokens()) {
                    words.add(tokens.nextToken());
                }
                return true;
            }
        }
        return false;
    }

    private @Nullable String readLine() {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UsageException("what follows line " + number + " cannot be read: " + e.getMessage());
        }
    }

    /// Number of the present line, from 1.
    int number() {
        return number;
    }

    long bytesRead() {
        return input.count;
    }

    /// The line that an item of the batch stood on. Any thread, for items that are out.
    synchronized int lineOf(long item) {
        return item >= 0 && item < items ? lineOfItem[(int) item] : 0;
    }

    /// Writes the present line's item.
    ///
    /// @throws UsageException                  when the words make none
    /// @throws org.rtsock.api.RoutingException when they make one that no kernel would take
    void putInto(BatchWriter batch) throws IOException {
        String type = words.getFirst();
        if (words.size() < 2) {
            throw new UsageException("'" + type + "' needs an operation after it");
        }
        Operation operation = operation(type, words.get(1));
        RoutingObject object = object(type, operation, words.subList(2, words.size()));
        remember();
        boolean taken = false;
        try {
            batch.put(operation, object);
            taken = true;
        } finally {
            if (!taken) {
                forget();
            }
        }
    }

    private synchronized void remember() {
        if (items == lineOfItem.length) {
            lineOfItem = Arrays.copyOf(lineOfItem, 2 * items);
        }
        lineOfItem[items++] = number;
    }

    private synchronized void forget() {
        items--;
    }

    private static Operation operation(String type, String word) {
        boolean route = type.equals("route");
        boolean table = type.equals("rttable");
        Operation operation = switch (word) {
            case "add" -> route || table ? Operation.ADD : null;
            case "change" -> route || table ? Operation.CHANGE : null;
            case "delete" -> route || table || type.equals("redirect") ? Operation.DELETE : null;
            case "lock" -> route ? Operation.LOCK : null;
            default -> null;
        };
        if (operation == null) {
            throw new UsageException("'" + type + " " + word + "' is not for a batch");
        }
        return operation;
    }

    private static RoutingObject object(String type, Operation operation, List<String> rest) {
        return switch (type) {
            case "route" -> RouteWords.parse(operation, rest);
            case "rttable" -> TableCommand.parse(operation, rest);
            default -> RedirectCommand.parse(operation, rest);
        };
    }

    /// Counts bytes, for the progress.
    private static final class CountingInput extends FilterInputStream {
        private long count;

        CountingInput(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
