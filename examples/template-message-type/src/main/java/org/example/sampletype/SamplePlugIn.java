// SPDX-License-Identifier: Apache-2.0
package org.example.sampletype;

import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.rtsock.api.StatisticsSource;
import org.rtsock.api.kernel.Kernel;
import org.rtsock.api.reporter.Reporter;

/// The type, from the moment it comes to the moment it goes.
///
/// One component and not one for each of its parts, because the order in which they go matters, and Declarative Services promise none
/// among the components of a bundle: first the feed, so that listeners hear a delete of each object; then the reporter's service, so that
/// listeners are told that the type is gone; then the reporter.
@Component(configurationPid = "org.example.sampletype")
@Designate(ocd = SamplePlugIn.Config.class)
public final class SamplePlugIn {
    /// CHANGE: what your feed needs to know.
    @ObjectClassDefinition(name = "Message type SAMPLE")
    @interface Config {
        @AttributeDefinition(description = "Objects, an address and a weight each, with commas between; none when empty")
        String objects() default "";
    }

    private final SampleReporter reporter;
    private final ServiceRegistration<?> service;
    private final SampleFeed feed;

    /// @throws org.rtsock.api.RoutingException EINVAL naming what does not fit; nothing is left behind then
    @Activate
    public SamplePlugIn(BundleContext bundle, @Reference Kernel kernel, Config config) {
        List<Sample> objects = SampleFeed.parse(config.objects());
        reporter = new SampleReporter(kernel);
        service = bundle.registerService(new String[] {Reporter.class.getName(), StatisticsSource.class.getName()}, reporter, null);
        feed = new SampleFeed(kernel);
        try {
            feed.replace(objects);
        } catch (RuntimeException e) {
            withdraw();
            throw e;
        }
    }

    /// A new configuration: the type stays, listeners hear the difference. One that does not fit changes nothing and is logged.
    @Modified
    void modified(Config config) {
        feed.replace(SampleFeed.parse(config.objects()));
    }

    @Deactivate
    void close() {
        try {
            feed.close();
        } finally {
            withdraw();
        }
    }

    private void withdraw() {
        service.unregister();
        reporter.close();
    }
}
