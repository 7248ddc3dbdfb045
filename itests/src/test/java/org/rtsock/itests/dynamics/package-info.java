// SPDX-License-Identifier: Apache-2.0
/// Everything comes and goes at random while commits go on, on the bundles as shipped.
///
/// | class | does |
/// |---|---|
/// | [DynamicsIT] | draws the steps, holds every listener against the kernel at quiet points, counts what is left at the end |
/// | [BundleLife] | starts, stops and updates bundles, and watches their class loaders |
/// | [Load] | commits without a pause |
/// | [InsideListeners] | listener services that come, change their mind and go |
/// | [OutsideListeners] | connections over the unix transport that come, resume and go |
/// | [Sockets] | sockets of the switch, as a plug-in might hold them |
/// | [Census] | threads, sockets, services |
package org.rtsock.itests.dynamics;
