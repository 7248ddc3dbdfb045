// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.MessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A dump on a socket, then its errno. When that is not 0, what was given of the dump is void.
///
/// The state is taken when the first message is asked for, between two cuts: so what the socket hears of changes behind the dump leads on
/// from there, and begins no later. Everything is guarded by the lock: the receiving thread asks for messages, any thread may close.
final class SysctlAnswer implements MessageSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SysctlAnswer.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ControlBlock pcb;
    private final @Nullable Family family;
    private final SysctlName name;
    /// The call with the errno of the dump.
    private final ByteBuffer end;
    /// Null before the first message, and when it is over.
    private @Nullable Dump dump;
    /// There is no more of the dump.
    private boolean over;
    private boolean closed;

    SysctlAnswer(ControlBlock pcb, @Nullable Family family, SysctlName name, ByteBuffer end) {
        this.pcb = pcb;
        this.family = family;
        this.name = name;
        this.end = end;
    }

    @Override
    public boolean fill(ByteBuffer target) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            if (!over) {
                over = dumped(target);
            }
            if (!over) {
                return false;
            }
            free();
            if (target.remaining() < end.remaining()) {
                return false;
            }
            target.put(end.duplicate());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether there is no more of the dump, to its end or because it failed
    private boolean dumped(ByteBuffer target) {
        try {
            Dump present = dump;
            if (present == null) {
                present = Dump.open(pcb.domain(), family, name);
                dump = present;
            }
            return present.fill(target);
        } catch (RoutingException e) {
            end.putInt(SocketCall.ERRNO, FreebsdErrno.number(e.errno()));
            return true;
        } catch (RuntimeException e) {
            LOG.error("dump {} for socket {} failed", name, pcb.id(), e);
            end.putInt(SocketCall.ERRNO, FreebsdErrno.number(Errno.EIO));
            return true;
        }
    }

    /// Nobody will ask for the rest.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            free();
        } finally {
            lock.unlock();
        }
    }

    private void free() {
        Dump present = dump;
        if (present != null) {
            dump = null;
            present.close();
        }
    }
}
