// SPDX-License-Identifier: Apache-2.0
package org.rtsock.protosw;

/// The four kinds of records that lead a listener from (cursor c, filter F1) to (version V, filter F2). What a filter asks for is the same
/// for the whole life of an object, so each record of an object tells what either filter says of it.
///
/// | | records | for the listener |
/// |---|---|---|
/// | [#GONE] | deletes from c to V that F1 admits | DELETE |
/// | [#HIDDEN] | values at V, born by c, that F1 admits and F2 does not | DELETE |
/// | [#SHOWN] | values at V, born by c, that F2 admits and F1 does not | ADD |
/// | [#STANDING] | values from c to V that F2 admits, born after c or admitted by F1 | ADD or CHANGE |
///
/// No object is in two of the kinds, but for one that went and came back, which is GONE and STANDING. An object that both filters admit and
/// that did not change is in none.
enum Admission {
    GONE,
    HIDDEN,
    SHOWN,
    STANDING
}
