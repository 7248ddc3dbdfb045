// SPDX-License-Identifier: Apache-2.0
package org.rtsock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.wiring.BundleWiring;
import org.rtsock.api.Cause;
import org.rtsock.api.Errno;
import org.rtsock.api.RoutingException;
import org.rtsock.api.kernel.ReportSink;
import org.rtsock.api.message.ExtensionObject;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.Operation;
import org.rtsock.api.message.RoutingObject;

/// What a plug-in leaves behind when its classes go.
class OrphansTest {
    private static final MessageType LAMP = new MessageType(80, "LAMP", "lamp", 90, 0);
    private static final Cause HOST = new Cause.Driver("host");

    /// Loaded once more by each revision.
    public record Light() implements ExtensionObject.Body {}

    private final KernelCore kernel = new KernelCore(8);
    private final List<String> reported = new ArrayList<>();

    @Test
    void objectsOfAReplacedRevisionAreDeletedBeforeItsSuccessorsReporterIsTold() throws Exception {
        Revision first = new Revision();
        kernel.commit(HOST, tx -> tx.add(light("old", first)));
        first.current = false;
        Revision second = new Revision();
        kernel.commit(HOST, tx -> tx.add(light("new", second)));
        kernel.attach(new Sink());
        assertEquals(List.of("ADD new"), reported);
        assertEquals(1, left());
    }

    @Test
    void objectsOfTheRevisionThatIsThereStay() throws Exception {
        Revision only = new Revision();
        kernel.commit(HOST, tx -> tx.add(light("old", only)));
        kernel.attach(new Sink());
        assertEquals(List.of("ADD old"), reported);
    }

    @Test
    void objectsOfAnEarlierShapeOfTheTypeAreOrphansToo() throws Exception {
        Revision first = new Revision();
        MessageType before = new MessageType(LAMP.number(), "LAMP", "lamp", 91, 0);
        ExtensionObject old = light("old", first);
        kernel.commit(HOST, tx -> tx.add(new ExtensionObject(new ExtensionObject.Key(before, "old"), old.body())));
        first.current = false;
        kernel.attach(new Sink());
        kernel.commit(HOST, tx -> assertEquals(List.of(), tx.owned(before)));
    }

    @Test
    void objectsOfAnotherPlugInOfTheSameTypeAreRefused() throws Exception {
        kernel.commit(HOST, tx -> tx.add(light("mine", new Revision())));
        RoutingException refusal = assertThrows(
                RoutingException.class, () -> kernel.commit(HOST, tx -> tx.add(light("yours", new Revision()))));
        assertEquals(Errno.EINVAL, refusal.errno());
        assertEquals(1, left());
    }

    @Test
    void withoutAFrameworkNothingIsGone() {
        kernel.commit(HOST, tx -> tx.add(new ExtensionObject(new ExtensionObject.Key(LAMP, "plain"), new Light())));
        kernel.attach(new Sink());
        assertEquals(List.of("ADD plain"), reported);
    }

    private int left() {
        List<Integer> count = new ArrayList<>();
        kernel.commit(HOST, tx -> count.add(tx.owned(LAMP).size()));
        return count.getFirst();
    }

    private static ExtensionObject light(String id, Revision revision) {
        try {
            Object body = revision.loadClass(Light.class.getName()).getConstructor().newInstance();
            return new ExtensionObject(new ExtensionObject.Key(LAMP, id), (ExtensionObject.Body) body);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /// The class loader of one revision of a bundle, as a framework would make it.
    private static final class Revision extends ClassLoader implements BundleReference {
        private boolean current = true;

        Revision() {
            super(OrphansTest.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            return name.equals(Light.class.getName()) ? own(name) : super.loadClass(name);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = code == null ? new byte[0] : code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public Bundle getBundle() {
            return proxy(Bundle.class, current ? proxy(BundleWiring.class, this) : null);
        }

        /// Whatever is called gives the answer, if it can.
        private static <T> T proxy(Class<T> type, @Nullable Object answer) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) ->
                    method.getReturnType().isInstance(answer) ? answer : null));
        }
    }

    private final class Sink implements ReportSink {
        @Override
        public MessageType type() {
            return LAMP;
        }

        @Override
        public void attached(long floor) {}

        @Override
        public void report(Operation operation, int slot, RoutingObject object, long version, long born, Cause cause) {
            reported.add(operation + " " + ((ExtensionObject) object).key().id());
        }

        @Override
        public void published(long version) {}
    }
}
