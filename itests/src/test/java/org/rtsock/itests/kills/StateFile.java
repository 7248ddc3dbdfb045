// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rtsock.api.socket.AsyncMode.ResumePoint;

/// What a daemon holds, in a file that survives it: what each cut changed is appended, then a record that the cut is whole. What has no
/// such record when the file is opened is a torn tail and is dropped. One thread.
final class StateFile {
    private static final byte PUT = 'P';
    private static final byte REMOVE = 'R';
    private static final byte FORGET = 'F';
    private static final byte MARK = 'M';
    /// Small, so that a cut is written in many pieces and a kill tears it.
    private static final int BUFFER = 256;
    /// A file that has grown by this is written anew, bytes.
    private static final int COMPACT_AFTER = 4 << 20;

    private final Path path;
    private DataOutputStream out;
    private final Map<String, String> held;
    private final ResumePoint place;
    private final long torn;

    private StateFile(Path path, Map<String, String> held, ResumePoint place, long torn) throws IOException {
        this.path = path;
        this.out = append(path);
        this.held = held;
        this.place = place;
        this.torn = torn;
    }

    /// A part of a cut.
    ///
    /// @param value null for what goes
    private record Part(byte kind, String key, String value) {
        void applyTo(Map<String, String> held) {
            switch (kind) {
                case PUT -> held.put(key, value);
                case REMOVE -> held.remove(key);
                default -> held.keySet().removeIf(other -> other.startsWith(key));
            }
        }
    }

    static StateFile open(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
        Map<String, String> held = new HashMap<>();
        List<Part> cut = new ArrayList<>();
        ResumePoint place = null;
        int whole = 0;
        try {
            while (true) {
                byte kind = bytes.get();
                if (kind == MARK) {
                    place = new ResumePoint(bytes.getLong(), bytes.getLong());
                    cut.forEach(part -> part.applyTo(held));
                    cut.clear();
                    whole = bytes.position();
                } else {
                    cut.add(new Part(kind, text(bytes), kind == PUT ? text(bytes) : null));
                }
            }
        } catch (BufferUnderflowException _) {
            cut.clear();
        }
        cutOff(path, whole, bytes.capacity());
        return new StateFile(path, held, place, bytes.capacity() - whole);
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getShort() & 0xffff];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static void cutOff(Path path, int whole, int length) throws IOException {
        if (whole < length) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(whole);
            }
        }
    }

    private static DataOutputStream append(Path path) throws IOException {
        return new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), BUFFER));
    }

    /// Writes the state into a new file, which then takes the place of the old one. A kill leaves the one or the other.
    private void compact(ResumePoint mark) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        out.close();
        out = append(next);
        for (Map.Entry<String, String> entry : held.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        markHere(mark);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What is held. It is for the caller to change with each cut, and to write the same here.
    Map<String, String> held() {
        return held;
    }

    /// The mark of it; null when there was none.
    ResumePoint place() {
        return place;
    }

    /// Length of the tail that was dropped, bytes.
    long torn() {
        return torn;
    }

    void put(String key, String value) throws IOException {
        out.writeByte(PUT);
        out.writeUTF(key);
        out.writeUTF(value);
    }

    void remove(String key) throws IOException {
        out.writeByte(REMOVE);
        out.writeUTF(key);
    }

    /// Everything whose key begins so.
    void forget(String beginning) throws IOException {
        out.writeByte(FORGET);
        out.writeUTF(beginning);
    }

    /// The cut is whole, here and in what is held.
    void mark(ResumePoint mark) throws IOException {
        markHere(mark);
        if (out.size() > COMPACT_AFTER) {
            compact(mark);
        }
    }

    private void markHere(ResumePoint mark) throws IOException {
        out.writeByte(MARK);
        out.writeLong(mark.epoch());
        out.writeLong(mark.version());
        out.flush();
    }
}
