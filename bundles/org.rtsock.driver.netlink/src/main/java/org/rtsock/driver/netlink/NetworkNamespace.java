// SPDX-License-Identifier: Apache-2.0
package org.rtsock.driver.netlink;

import java.lang.foreign.Arena;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;

/// The network namespace in which sockets are opened.
///
/// @param name empty for the process's own, a name that `ip netns` knows, or the path of a namespace file
record NetworkNamespace(String name) {
    /// Runs work on a thread that was moved into the namespace and ends with the work, so that no thread of the process stays behind there.
    /// What the work opens belongs to the namespace for good.
    ///
    /// @throws RoutingException what open(2) or setns(2) says, or what the work threw
    <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return work.call();
        });
        Thread.ofPlatform().name("rtsock-netlink-open").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoutingException(Errno.EINTR, "interrupted while opening sockets in network namespace '" + name + "'", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RoutingException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("cannot open sockets in network namespace '" + name + "'", e.getCause());
        }
    }

    private void enter() {
        if (name.isEmpty()) {
            return;
        }
        String path = name.indexOf('/') >= 0 ? name : "/run/netns/" + name;
        try (Arena arena = Arena.ofConfined()) {
            LibC libc = new LibC(arena);
            int file = libc.open(path);
            if (file < 0) {
                throw NetlinkSocket.failure(file, "network namespace " + path);
            }
            int entered = libc.setns(file);
            libc.close(file);
            if (entered < 0) {
                throw NetlinkSocket.failure(entered, "setns into " + path);
            }
        }
    }
}
