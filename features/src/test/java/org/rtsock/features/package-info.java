// SPDX-License-Identifier: Apache-2.0
/// Looks at the distribution as it was assembled: files only, nothing is started.
@NullMarked
package org.rtsock.features;

import org.jspecify.annotations.NullMarked;
