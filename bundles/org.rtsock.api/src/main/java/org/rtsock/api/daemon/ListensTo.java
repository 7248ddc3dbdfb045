// SPDX-License-Identifier: Apache-2.0
package org.rtsock.api.daemon;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/// Component properties [RoutingListener#TYPES] and [RoutingListener#FLAGS]: the message types to which a [RoutingListener] component
/// listens.
///
/// ```java
/// @Component
/// @ListensTo(types = {"ifd", "route"})
/// @FilterBy.Table(254)
/// public final class MyDaemon implements RoutingListener { ... }
/// ```
///
/// It is there for the compiler only. A configuration of the component that has the same key takes the place of what it says.
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ListensTo {
    /// What the properties' names begin with.
    String PREFIX_ = "rtsock.";

    /// Words of types, such as `ifd`; also of types that do not exist yet.
    String[] types() default {};

    /// Types by their bits, in addition, such as [org.rtsock.api.message.MessageType#GROUP1].
    int flags() default 0;
}
