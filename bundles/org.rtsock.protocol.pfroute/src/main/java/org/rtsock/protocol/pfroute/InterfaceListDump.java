// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protocol.pfroute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rtsock.api.message.Family;
import org.rtsock.api.message.Ifa;
import org.rtsock.api.message.Ifd;
import org.rtsock.api.message.Ifl;
import org.rtsock.api.message.MessageType;
import org.rtsock.api.message.RoutingObject;
import org.rtsock.api.socket.RoutingDomain;
import org.rtsock.api.wire.FieldReader;
import org.rtsock.api.wire.Filter;
import org.rtsock.api.wire.IfaCodec;
import org.rtsock.api.wire.IfdCodec;
import org.rtsock.api.wire.IflCodec;

/// NET_RT_IFLIST and NET_RT_IFLISTL (4.4BSD `sysctl_iflist`): for each interface in the order of their numbers RTM_IFINFO, then RTM_NEWADDR
/// for each of its addresses. The family restricts the addresses, the argument both.
///
/// An interface is a device here; the addresses of all of its logical interfaces stand behind it, each with the number of its own.
/// Records come by type, so the list is put together before its first message; it is as long as the router has interfaces.
final class InterfaceListDump extends Dump {
    private static final IfdCodec IFDS = new IfdCodec();
    private static final IflCodec IFLS = new IflCodec();
    private static final IfaCodec IFAS = new IfaCodec();

    private final SysctlName name;
    /// What has yet to be told, null before the first message.
    private @Nullable Iterator<RoutingObject> listed;

    /// A device, where it is known, and the addresses behind it.
    private static final class Interface {
        private @Nullable Ifd device;
        private final List<Ifa> addresses = new ArrayList<>();
    }

    InterfaceListDump(RoutingDomain domain, @Nullable Family family, SysctlName name) {
        super(
                domain,
                MessageType.IFDEV.flag() | MessageType.IFLOGICAL.flag() | MessageType.IFADDR.flag(),
                Filter.of(0, family, null));
        this.name = name;
    }

    @Override
    boolean advance() {
        Iterator<RoutingObject> rest = listed;
        if (rest == null) {
            rest = list();
            listed = rest;
        }
        if (!rest.hasNext()) {
            return false;
        }
        write(rest.next(), name.operation() == SysctlName.IFLISTL);
        return true;
    }

    private void write(RoutingObject object, boolean longer) {
        if (object instanceof Ifd ifd) {
            if (longer) {
                InterfaceMessage.longInfo(writer, ifd);
            } else {
                InterfaceMessage.info(writer, ifd);
            }
        } else if (object instanceof Ifa ifa) {
            if (longer) {
                AddressMessage.longListed(writer, ifa);
            } else {
                AddressMessage.listed(writer, ifa);
            }
        }
    }

    private Iterator<RoutingObject> list() {
        List<RoutingObject> list = new ArrayList<>();
        for (Interface each : interfaces().values()) {
            if (each.device != null && isWanted(each.device.index())) {
                list.add(each.device);
            }
            each.addresses.stream().filter(ifa -> isWanted(ifa.ifl())).forEach(list::add);
        }
        return list.iterator();
    }

    private boolean isWanted(int index) {
        return InterfaceMessage.fits(index) && (name.argument() == 0 || name.argument() == index);
    }

    /// By the number of the device.
    private TreeMap<Integer, Interface> interfaces() {
        TreeMap<Integer, Interface> interfaces = new TreeMap<>();
        Map<Integer, Integer> devices = new HashMap<>();
        @Nullable FieldReader fields = nextRecord();
        while (fields != null) {
            if (is(MessageType.IFDEV)) {
                Ifd ifd = IFDS.decode(fields);
                interfaces.computeIfAbsent(ifd.index(), _ -> new Interface()).device = ifd;
            } else if (is(MessageType.IFLOGICAL)) {
                Ifl ifl = IFLS.decode(fields);
                devices.put(ifl.index(), ifl.ifd());
            } else {
                Ifa ifa = IFAS.decode(fields);
                int device = devices.getOrDefault(ifa.ifl(), ifa.ifl());
                interfaces.computeIfAbsent(device, _ -> new Interface()).addresses.add(ifa);
            }
            fields = nextRecord();
        }
        return interfaces;
    }
}
