// SPDX-License-Identifier: Apache-2.0
/// The native encoding: the header of a frame, the self-describing fields of its payload, and the codecs of the built-in message types.
///
/// A reporter encodes each object once with these; protocols, transports and clients pass the bytes on or read them. `docs/wire-format.md` is the
/// same in prose, for other languages. Nothing here keeps state between calls; a [FieldWriter] or [FieldReader] belongs to one thread.
@Export
@Version("1.1.0")
@NullMarked
package org.rtsock.api.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
