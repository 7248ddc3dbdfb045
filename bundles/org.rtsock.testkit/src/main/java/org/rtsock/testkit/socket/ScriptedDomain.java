// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.Cut;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.socket.RoutingSocket;
import org.rtsock.api.socket.SocketInfo;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.TypeDescriptor;

/// The domain as a protocol sees it: what can be asked of it is what a test has put there, at first an empty kernel without types and
/// listeners. It opens no sockets. One thread.
public final class ScriptedDomain implements RoutingDomain {
    private final List<ScriptedSnapshot> snapshots = new ArrayList<>();
    private Supplier<? extends Cut> state = () -> new ScriptedCut(0, ScriptedCut.TO, true);
    private List<SocketInfo> sockets = List.of();
    private List<TypeDescriptor> types = List.of();

    /// What the kernel holds from now on.
    ///
    /// @param newState makes the cut of each snapshot; what it throws, the protocol gets
    public ScriptedDomain holds(Supplier<? extends Cut> newState) {
        state = newState;
        return this;
    }

    /// The sockets that are open.
    public ScriptedDomain listsSockets(SocketInfo... newSockets) {
        sockets = List.of(newSockets);
        return this;
    }

    /// The types that have a reporter.
    public ScriptedDomain listsTypes(TypeDescriptor... newTypes) {
        types = List.of(newTypes);
        return this;
    }

    /// The snapshots that were taken since the last [#forget].
    public List<ScriptedSnapshot> snapshots() {
        return Collections.unmodifiableList(snapshots);
    }

    /// How many of them are not closed.
    public int openSnapshots() {
        return (int) snapshots.stream().filter(snapshot -> !snapshot.isClosed()).count();
    }

    /// Forgets the snapshots that were taken.
    public void forget() {
        snapshots.clear();
    }

    /// The end of a [ScriptedCut].
    @Override
    public AsyncMode.ResumePoint now() {
        return new AsyncMode.ResumePoint(ScriptedCut.EPOCH, ScriptedCut.TO, true);
    }

    @Override
    public ScriptedSnapshot snapshot(AsyncMode mode) {
        ScriptedSnapshot snapshot = new ScriptedSnapshot(mode, state.get());
        snapshots.add(snapshot);
        return snapshot;
    }

    @Override
    public List<SocketInfo> sockets() {
        return sockets;
    }

    @Override
    public List<TypeDescriptor> types() {
        return types;
    }

    @Override
    public RoutingSocket socket(SocketType type, String protocol, @Nullable Family only, String origin, Credentials caller) {
        throw new UnsupportedOperationException("a protocol opens no sockets");
    }

    @Override
    public void sysctl(String protocol, @Nullable Family only, int[] name, Consumer<ByteBuffer> sink) {
        throw new UnsupportedOperationException("a protocol is asked for dumps, it does not ask");
    }
}
