// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/// Component properties with which a [RoutingListener] component filters what it hears, see [ListensTo]. Those that are not there filter
/// nothing.
public final class FilterBy {
    private FilterBy() {}

    /// Component property [RoutingListener#TABLE]: objects of one table.
    @ComponentPropertyType
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    public @interface Table {
        /// What the property's name begins with.
        String PREFIX_ = "rtsock.";

        /// Table id, not 0; ids above 2147483647 as negative numbers.
        int value();
    }

    /// Component property [RoutingListener#FAMILY]: one address family.
    @ComponentPropertyType
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    public @interface Family {
        /// What the property's name begins with.
        String PREFIX_ = "rtsock.";

        /// `inet` or `inet6`.
        String value();
    }

    /// Component property [RoutingListener#PREFIX]: routes to a prefix or a part of it.
    @ComponentPropertyType
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    public @interface Prefix {
        /// What the property's name begins with.
        String PREFIX_ = "rtsock.";

        /// Such as `10.0.0.0/8`.
        String value();
    }

    /// Component property [RoutingListener#PROTOCOLS]: routes of some protocols.
    @ComponentPropertyType
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    public @interface Protocols {
        /// What the property's name begins with.
        String PREFIX_ = "rtsock.";

        /// By word or number, such as `static` or `186`.
        String[] value();
    }

    /// Component property [RoutingListener#PRIORITY]: routes with a priority or a more preferred one.
    @ComponentPropertyType
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    public @interface Priority {
        /// What the property's name begins with.
        String PREFIX_ = "rtsock.";

        /// 0 to 4294967295.
        long value();
    }
}
