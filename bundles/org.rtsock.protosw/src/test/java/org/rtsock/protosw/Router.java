// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rtsock.api.Credentials;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.IpAddress;
import org.rtsock.api.message.MacAddress;
import org.rtsock.api.message.Nexthop;
import org.rtsock.api.message.Prefix;
import org.rtsock.api.message.Route;
import org.rtsock.api.message.RouteProtocol;
import org.rtsock.api.message.RouteState;
import org.rtsock.api.message.RouteType;
import org.rtsock.api.message.RoutingMessage;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.SocketType;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.Frame;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;
import org.rtsock.api.wire.RouteCodec;

/// A switch with a kernel below it and the reporters ifd, ifl, route on it; ifa is there to come late.
final class Router {
    final FakeKernel kernel = new FakeKernel();
    final RouteDomain domain = new RouteDomain(kernel);
    final TestProtosw protosw = new TestProtosw("test");
    final FakeReporter<Ifd> ifd = new FakeReporter<>(new IfdCodec());
    final FakeReporter<Ifl> ifl = new FakeReporter<>(new IflCodec());
    final FakeReporter<Ifa> ifa = new FakeReporter<>(new IfaCodec());
    final FakeReporter<Route> route = new FakeReporter<>(new RouteCodec());

    Router() {
        domain.addProtosw(protosw);
        List.of(route, ifl, ifd).forEach(this::start);
    }

    void start(FakeReporter<?> reporter) {
        kernel.attach(reporter);
        domain.addReporter(reporter);
    }

    void stop(FakeReporter<?> reporter) {
        domain.removeReporter(reporter);
        kernel.attached.remove(reporter);
    }

    RouteSocket socket() {
        return domain.socket(SocketType.RAW, "test", null, "test", Credentials.SELF);
    }

    RouteSocket listening(String... words) {
        RouteSocket socket = socket();
        listen(socket, Filter.NONE, words);
        return socket;
    }

    RouteSocket resuming(long epoch, long version, String... words) {
        RouteSocket socket = socket();
        socket.setOption(
                SocketOption.ROUTE_ASYNC_MODE,
                new AsyncMode(0, Set.of(words), Filter.NONE, new AsyncMode.ResumePoint(epoch, version)));
        return socket;
    }

    static void listen(RouteSocket socket, Filter filter, String... words) {
        socket.setOption(SocketOption.ROUTE_ASYNC_MODE, new AsyncMode(0, Set.of(words), filter, null));
    }

    /// The next cut, message by message; empty when there is none.
    static List<String> heard(RouteSocket socket) {
        List<String> heard = new ArrayList<>();
        DrainedCut cut = socket.nextCut();
        if (cut != null) {
            cut.forEach(message -> heard.add(text(message)));
            socket.delivered(cut);
        }
        return heard;
    }

    static String text(RoutingMessage message) {
        return switch (message) {
            case RoutingMessage.Event event -> event.operation() + " " + name(event.object());
            case RoutingMessage.Reset reset -> "RESET " + reset.type().word();
            case RoutingMessage.Mark mark -> "MARK " + mark.version() + (mark.snapshot() ? " snapshot" : "");
        };
    }

    private static String name(RoutingObject object) {
        return switch (object) {
            case Ifd device -> device.name();
            case Ifl unit -> unit.name();
            case Ifa address -> address.local().toString();
            case Route path -> path.key().prefix().toString();
            default -> object.key().text();
        };
    }

    /// What a transport would get, as text.
    static String received(RouteSocket socket) {
        ByteBuffer target = ByteBuffer.allocate(2 * Frame.MAX_LENGTH);
        int moved = socket.receive(target);
        return new String(target.array(), 0, moved, StandardCharsets.US_ASCII);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Ifd ifd(int index) {
        return new Ifd(index, "eth" + index, MacAddress.NONE, 1500, true, true, "ether");
    }

    static Ifd down(int index) {
        return new Ifd(index, "eth" + index, MacAddress.NONE, 1500, false, false, "ether");
    }

    static Ifl ifl(int index) {
        return new Ifl(index, "eth" + index + ".0", index, 0, true);
    }

    static Ifa ifa(int ifl, String address) {
        IpAddress local = IpAddress.parse(address);
        return new Ifa(ifl, local, Prefix.of(local), null, null);
    }

    static Route route(String prefix, int table, Nexthop... nexthops) {
        Route.Key key = Route.Key.of(table, Prefix.parse(prefix), 0);
        return new Route(key, RouteProtocol.STATIC, RouteType.UNICAST, List.of(nexthops), RouteState.STORED, null);
    }

    static Filter inet() {
        return Filter.of(0, Family.INET, null);
    }
}
