// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.socket;

/// Type of a socket. The routing domain supports RAW only; the others exist to be refused with ESOCKTNOSUPPORT.
public enum SocketType {
    STREAM,
    DGRAM,
    RAW
}
