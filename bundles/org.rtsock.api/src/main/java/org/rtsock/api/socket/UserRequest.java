// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// A PRU request of a protocol's `usrreq` entry (4.4BSD `sys/protosw.h`), as far as this version serves them.
public enum UserRequest {
    ATTACH,
    DETACH,
    SHUTDOWN,
    SEND
}
