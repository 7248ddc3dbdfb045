// SPDX-License-Identifier: Apache-2.0
package org.rtsock.cli;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import org.rtsock.api.message.Operation;
import org.rtsock.client.FieldValues;
import org.rtsock.client.StreamMessage;

/// A stream for people: time, operation, type and object on a line; the place to resume from at each mark.
final class TextEvents implements EventPrinter {
    private final PrintWriter out;
    private final Paint paint;
    /// Events since the last mark or reset, by number of the type.
    private final Map<Integer, Long> told = new HashMap<>();

    TextEvents(PrintWriter out, Paint paint) {
        this.out = out;
        this.paint = paint;
    }

    @Override
    public void print(StreamMessage message) {
        out.append(paint.paint(Paint.DIM, time(LocalTime.now()))).append(' ');
        switch (message) {
            case StreamMessage.Event event -> {
                told.merge(event.type().type().number(), 1L, Long::sum);
                operation(colour(event.operation()), event.operation().name(), event.type().type().word());
                out.append(ObjectText.of(event.type(), event.object()));
            }
            case StreamMessage.Reset reset -> {
                told.remove(reset.type().type().number());
                operation(Paint.MAGENTA, Operation.RESET.name(), reset.type().type().word());
                out.append("forget all, what follows is all there is");
            }
            case StreamMessage.Mark mark -> {
                // After a resume the first cut is the difference; both end with the state complete.
                String what = mark.snapshot() ? "complete, " + objects() + " objects, at " : "";
                told.clear();
                out.append(paint.paint(Paint.DIM, "-- " + what + mark.epoch() + ":" + mark.version() + " --"));
            }
            case StreamMessage.Notice notice -> {
                operation(Paint.MAGENTA, EventPrinter.operation(notice), notice.type().type().word());
                out.append(notice(notice));
            }
            case StreamMessage.Desync desync -> {
                operation(Paint.MAGENTA, Operation.DESYNC.name(), "");
                out.append(Long.toUnsignedString(desync.lost())).append(" messages were lost");
            }
        }
        out.append('\n');
    }

    private long objects() {
        long sum = 0;
        for (long count : told.values()) {
            sum += count;
        }
        return sum;
    }

    private static String notice(StreamMessage.Notice notice) {
        FieldValues object = notice.object();
        if (object == null) {
            return notice.destination() + " table " + notice.table();
        }
        String text = ObjectText.of(notice.type(), object);
        return notice.errno() == null ? notice.destination() + " by " + text : notice.errno() + ": " + text;
    }

    private void operation(int colour, String operation, String word) {
        out.append(paint.paint(colour, padded(operation, 6))).append(' ').append(padded(word, 7)).append(' ');
    }

    private static int colour(Operation operation) {
        return switch (operation) {
            case ADD -> Paint.GREEN;
            case DELETE -> Paint.RED;
            default -> Paint.YELLOW;
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /// `HH:MM:SS.mmm`, without a formatter: building one costs more than starting the rest of the command.
    static String time(LocalTime time) {
        StringBuilder text = new StringBuilder(12);
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10).append('.');
        return digits(text, time.getNano() / 1_000_000, 100).toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
