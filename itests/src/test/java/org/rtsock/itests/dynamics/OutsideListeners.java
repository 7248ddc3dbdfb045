// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.dynamics;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.reporter.Reporter;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.client.FieldValues;
import org.rtsock.testkit.Await;
import org.rtsock.testkit.KernelState;

/// Connections over the unix transport, which come back by themselves when it goes and comes. One thread.
final class OutsideListeners {
    private static final int MOST = 6;

    private final Path socket;
    private final Random random;
    private final List<OutsideListener> listeners = new ArrayList<>();
    private int opened;
    private long resumes;

    OutsideListeners(Path socket, Random random) {
        this.socket = socket;
        this.random = random;
    }

    void step() throws Exception {
        if (listeners.size() < MOST && random.nextBoolean() || listeners.isEmpty()) {
            listeners.add(new OutsideListener("outside " + ++opened, socket));
        } else {
            leave(listeners.remove(random.nextInt(listeners.size())));
        }
    }

    private void leave(OutsideListener listener) throws Exception {
        listener.close();
        listener.requireNoFailure();
        resumes += listener.resumes();
    }

    /// Waits until what each holds of the reporters' types is what the kernel holds.
    void check(Kernel kernel, Collection<Reporter> reporters) throws Exception {
        for (OutsideListener listener : listeners) {
            var seen = new Object() {
                Map<String, String> truth = Map.of();
                Map<String, String> held = Map.of();
            };
            try {
                Await.until("the state of " + listener, () -> {
                    listener.requireNoFailure();
                    seen.truth = truth(kernel, reporters);
                    seen.held = new HashMap<>(listener.held());
                    seen.held.keySet().removeIf(key -> reporters.stream().noneMatch(reporter -> key.startsWith(reporter.type().word() + " ")));
                    return seen.held.equals(seen.truth);
                });
            } catch (AssertionError e) {
                Map<String, String> wrong = new HashMap<>(seen.held);
                wrong.entrySet().removeAll(seen.truth.entrySet());
                seen.truth.entrySet().removeAll(seen.held.entrySet());
                throw new AssertionError(e.getMessage() + "\nis without " + seen.truth + "\nholds " + wrong);
            }
        }
    }

    private static Map<String, String> truth(Kernel kernel, Collection<Reporter> reporters) {
        Map<String, String> truth = new HashMap<>();
        for (Reporter reporter : reporters) {
            for (RoutingObject object : KernelState.of(kernel, List.of(reporter.type())).values()) {
                FieldValues values = encoded(reporter.codec(), object);
                truth.put(OutsideListener.key(reporter.type(), values), values.toString());
            }
        }
        return truth;
    }

    @SuppressWarnings("unchecked") // a codec is for the objects of its type
    private static FieldValues encoded(ObjectCodec<?> codec, RoutingObject object) {
        FieldWriter out = new FieldWriter().reset();
        ((ObjectCodec<RoutingObject>) codec).encode(object, out);
        ByteBuffer bytes = ByteBuffer.allocate(out.length()).order(Frame.ORDER);
        out.copyTo(bytes, 0);
        return FieldValues.read(codec.descriptor().fields(), new FieldReader().reset(bytes, 0, out.length()));
    }

    void close() throws Exception {
        for (OutsideListener listener : List.copyOf(listeners)) {
            leave(listener);
        }
        listeners.clear();
    }

    @Override
    public String toString() {
        return opened + " listeners over the unix transport, " + resumes + " resumes";
    }
}
