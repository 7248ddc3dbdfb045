// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api;

/// Error numbers as Linux gives them (`uapi/asm-generic/errno-base.h`, `errno.h`), with the text that `strerror` would print.
///
/// The number travels in frames and in answers of the host kernel; the name is what programs should compare.
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    ESRCH(3, "No such object"),
    EINTR(4, "Interrupted"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Out of memory"),
    EACCES(13, "Permission denied"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "Object exists"),
    ENODEV(19, "No such device"),
    EINVAL(22, "Invalid argument"),
    EPIPE(32, "Broken pipe"),
    ERANGE(34, "Out of range"),
    ENAMETOOLONG(36, "Name too long"),
    EMSGSIZE(90, "Message too long"),
    ENOPROTOOPT(92, "Option not available"),
    EPROTONOSUPPORT(93, "Protocol not supported"),
    ESOCKTNOSUPPORT(94, "Socket type not supported"),
    EOPNOTSUPP(95, "Operation not supported"),
    EPFNOSUPPORT(96, "Protocol family not supported"),
    EAFNOSUPPORT(97, "Address family not supported"),
    EADDRINUSE(98, "Address already in use"),
    EADDRNOTAVAIL(99, "Address not available"),
    ENETDOWN(100, "Network is down"),
    ENETUNREACH(101, "Network is unreachable"),
    ECONNRESET(104, "Connection reset by peer"),
    ENOBUFS(105, "No buffer space available"),
    EISCONN(106, "Socket is connected"),
    ENOTCONN(107, "Socket is not connected"),
    ESHUTDOWN(108, "Socket was shut down for sending"),
    ETOOMANYREFS(109, "Too many references"),
    ETIMEDOUT(110, "Timed out"),
    ECONNREFUSED(111, "Connection refused"),
    EHOSTUNREACH(113, "No route to host"),
    ESTALE(116, "Stale resume point"),
    EDQUOT(122, "Quota exceeded");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /// The number on Linux, 1 to 133.
    public int number() {
        return number;
    }

    /// A short English sentence without a full stop.
    public String text() {
        return text;
    }

    /// The constant of a number; [#EIO] for one that has none here, so that an error never turns into success.
    public static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return EIO;
    }
}
