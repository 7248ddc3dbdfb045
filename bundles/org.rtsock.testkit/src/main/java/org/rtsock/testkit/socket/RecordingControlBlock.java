// SPDX-License-Identifier: Apache-2.0
package org.rtsock.testkit.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.Credentials;
import org.rtsock.api.RoutingException;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.RouteRow;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.AsyncMode;
import org.rtsock.api.socket.BatchReply;
import org.rtsock.api.socket.ControlBlock;
import org.rtsock.api.socket.MessageSource;
import org.rtsock.api.socket.RequestBatch;
import org.rtsock.api.socket.RouteReply;
import org.rtsock.api.socket.RouteRequest;
import org.rtsock.api.socket.SocketOption;
import org.rtsock.api.socket.UserRequest;
import org.rtsock.testkit.socket.SocketEvent.Answered;
import org.rtsock.testkit.socket.SocketEvent.ModeSet;
import org.rtsock.testkit.socket.SocketEvent.OptionSet;
import org.rtsock.testkit.socket.SocketEvent.Told;

/// A control block that does nothing but write down what the protocol asks of it. What a test does not script goes well: requests are
/// carried out at version [#VERSION], options and answers are taken. One thread.
public final class RecordingControlBlock implements ControlBlock {
    /// Version of the replies of a kernel that no test has scripted.
    public static final long VERSION = 7;

    private final ScriptedDomain domain = new ScriptedDomain();
    private final List<SocketEvent> events = new ArrayList<>();
    private final List<RouteRequest> requests = new ArrayList<>();
    private final List<UserRequest> userRequests = new ArrayList<>();
    private Function<? super RouteRequest, RouteReply> kernel = request -> new RouteReply(request.object(), VERSION);
    private Credentials credentials = new Credentials("daemon", 0, true);
    private @Nullable Family family;
    private @Nullable RoutingException optionRefusal;
    private @Nullable RoutingException answerRefusal;

    /// What the kernel says to requests from now on; it may throw.
    public void kernel(Function<? super RouteRequest, RouteReply> newKernel) {
        kernel = newKernel;
    }

    /// The family that the socket was opened for, null for all, which is how it begins.
    public void restrictTo(@Nullable Family only) {
        family = only;
    }

    /// Whose socket it is: at first that of `daemon`, who may write and whose process id is unknown.
    public void ownedBy(Credentials owner) {
        credentials = owner;
    }

    /// What setting an option throws from now on, null for nothing.
    public void refuseOptions(@Nullable RoutingException refusal) {
        optionRefusal = refusal;
    }

    /// What [#answer] throws from now on, null for nothing.
    public void refuseAnswers(@Nullable RoutingException refusal) {
        answerRefusal = refusal;
    }

    /// All that was done to the socket, in its order.
    public List<SocketEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /// The messages, in their order.
    public List<Told> told() {
        return only(Told.class);
    }

    /// The answers that were begun and not refused.
    public List<MessageSource> answers() {
        return only(Answered.class).stream().map(Answered::messages).toList();
    }

    public List<AsyncMode> modes() {
        return only(ModeSet.class).stream().map(ModeSet::mode).toList();
    }

    /// The options that were set and not refused.
    public List<OptionSet> options() {
        return only(OptionSet.class);
    }

    private <T extends SocketEvent> List<T> only(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// What `route_output` was asked for, refused or not.
    public List<RouteRequest> requests() {
        return Collections.unmodifiableList(requests);
    }

    /// What was handed on to `raw_usrreq`.
    public List<UserRequest> userRequests() {
        return Collections.unmodifiableList(userRequests);
    }

    /// Forgets what was written down. What was scripted stays.
    public void forget() {
        events.clear();
        requests.clear();
        userRequests.clear();
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public @Nullable Family family() {
        return family;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public int pid() {
        return credentials.pid();
    }

    @Override
    public ScriptedDomain domain() {
        return domain;
    }

    @Override
    public void rawUsrreq(UserRequest request, @Nullable ByteBuffer message) {
        userRequests.add(request);
    }

    @Override
    public RouteReply routeOutput(RouteRequest request) {
        requests.add(request);
        return kernel.apply(request);
    }

    /// Asks the kernel for one after the other; what it refuses is the batch's to decide.
    @Override
    public BatchReply routeOutput(RequestBatch batch) {
        int carriedOut = 0;
        boolean more = true;
        while (more) {
            try {
                more = batch.next();
                if (more) {
                    RouteRow row = batch.row();
                    RoutingObject object = row != null ? row.route() : batch.object();
                    routeOutput(new RouteRequest(batch.operation(), object, batch.level(), batch.pid(), batch.seq()));
                    carriedOut++;
                }
            } catch (RoutingException e) {
                batch.refused(e);
            }
        }
        return new BatchReply(carriedOut, VERSION);
    }

    @Override
    public void reply(@Nullable Family about, ByteBuffer message) {
        events.add(new Told(false, about, copy(message)));
    }

    @Override
    public void rawInput(@Nullable Family about, ByteBuffer message) {
        events.add(new Told(true, about, copy(message)));
    }

    private static ByteBuffer copy(ByteBuffer message) {
        byte[] copy = new byte[message.remaining()];
        message.get(message.position(), copy);
        return ByteBuffer.wrap(copy).order(message.order());
    }

    @Override
    public void answer(MessageSource messages) {
        if (answerRefusal != null) {
            throw answerRefusal;
        }
        events.add(new Answered(messages));
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        if (optionRefusal != null) {
            throw optionRefusal;
        }
        events.add(new OptionSet(option, Objects.requireNonNull(value)));
    }

    @Override
    public void setAsyncMode(AsyncMode mode) {
        events.add(new ModeSet(mode));
    }
}
