// SPDX-License-Identifier: Apache-2.0
package org.rtsock.itests.kills;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.message.RtTable;
import org.rtsock.api.socket.AsyncMode.ResumePoint;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.FieldWriter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IffCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.ObjectCodec;
import org.rtsock.api.wire.RouteCodec;
import org.rtsock.api.wire.RtTableCodec;
import org.rtsock.client.Endpoint;
import org.rtsock.client.FieldValues;
import org.rtsock.client.replica.Backoff;
import org.rtsock.client.replica.ReplicaState;
import org.rtsock.client.replica.ReplicaStatus;
import org.rtsock.client.replica.RoutingReplica;

/// What a [RoutingReplica] holds. It survives its connections, not its process.
final class ReplicaHolding implements Holding {
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(200));
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final RoutingReplica replica;
    private final Consumer<FirstMark> told;
    // Owned by the replica's thread.
    private ResumePoint held = new ResumePoint(0, 0);
    private long resumes;

    ReplicaHolding(Endpoint endpoint, Consumer<FirstMark> told) {
        this.told = told;
        // No connection before it can be heard of.
        CountDownLatch listening = new CountDownLatch(1);
        Endpoint later = () -> {
            await(listening);
            return endpoint.open();
        };
        replica = RoutingReplica.open(later, Holding.mode(null), SHORT);
        replica.onStatus(this::hear);
        listening.countDown();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException(e.getMessage());
        }
    }

    private void hear(ReplicaStatus status) {
        switch (status.phase()) {
            case CONNECTING -> held = place(replica.state());
            case CONNECTED -> {
                long before = resumes;
                resumes = replica.counters().resumes();
                told.accept(new FirstMark(held, place(replica.state()), resumes > before));
            }
            case WAITING -> {}
            case CLOSED -> KillableDaemon.fail(new AssertionError("the replica ended", status.why()));
        }
    }

    private static ResumePoint place(ReplicaState state) {
        return new ResumePoint(state.epoch(), state.version());
    }

    @Override
    public Map<String, String> await(ResumePoint wanted) throws Exception {
        ReplicaState state = replica.awaitVersion(wanted.version(), BOUND);
        if (!place(state).equals(wanted)) {
            throw new AssertionError("the replica is at " + state + ", not " + wanted);
        }
        Map<String, String> text = new HashMap<>();
        put(text, new IfdCodec(), state.ifds());
        put(text, new IflCodec(), state.ifls());
        put(text, new IffCodec(), state.iffs());
        put(text, new IfaCodec(), state.ifas());
        put(text, new RtTableCodec(), state.tables());
        RouteCodec routes = new RouteCodec();
        for (RtTable.Key table : state.tablesWithRoutes()) {
            state.routes(table.id(), table.family()).forEach(route -> put(text, routes, route));
        }
        return text;
    }

    private static <T extends RoutingObject> void put(Map<String, String> text, ObjectCodec<T> codec, Collection<T> objects) {
        objects.forEach(object -> put(text, codec, object));
    }

    private static <T extends RoutingObject> void put(Map<String, String> text, ObjectCodec<T> codec, T object) {
        FieldWriter out = new FieldWriter().reset();
        codec.encode(object, out);
        ByteBuffer bytes = ByteBuffer.allocate(out.length()).order(Frame.ORDER);
        out.copyTo(bytes, 0);
        FieldValues values = FieldValues.read(codec.descriptor().fields(), new FieldReader().reset(bytes, 0, out.length()));
        text.put(Holding.key(codec.descriptor().type(), values), values.toString());
    }
}
