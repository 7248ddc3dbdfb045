# SPDX-License-Identifier: Apache-2.0
# Sourced by the start scripts. POSIX sh, and no process is started on the way to a fitting JAVA_HOME: the command should be quick.

# find_java RELEASE [TOOL]: sets java_home to a Java of at least that feature release whose bin has the tool (default: java).
# When there is none: status 1, and java_looked says where it looked and what it found, a line each.
find_java() {
    java_home=
    java_looked=
    java_tool=${2:-java}
    if [ -n "${JAVA_HOME:-}" ]; then
        java_fits "$JAVA_HOME" "$1" JAVA_HOME && return 0
    else
        java_looked="  JAVA_HOME is not set"
    fi
    java_on_path=$(command -v "$java_tool") || java_on_path=
    if [ -n "$java_on_path" ]; then
        java_on_path=$(readlink -f "$java_on_path" 2>/dev/null || echo "$java_on_path")
        java_fits "${java_on_path%/bin/*}" "$1" PATH && return 0
    else
        java_note "no $java_tool on the PATH"
    fi
    for java_candidate in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/openjdk* \
        "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.jabba/jdk/* "${HOME:-/}"/.asdf/installs/java/* \
        "${HOME:-/}"/.local/share/mise/installs/java/* "${HOME:-/}"/.gradle/jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /run/current-system/sw/lib/openjdk
    do
        if [ -x "$java_candidate/bin/java" ] && [ ! -L "$java_candidate" ]; then
            java_fits "$java_candidate" "$1" "${java_candidate%/*}" && return 0
        fi
    done
    java_note "nothing else in /usr/lib/jvm, /usr/java, /opt, ~/.sdkman, ~/.jdks and the other usual folders"
    return 1
}

# java_fits HOME RELEASE ORIGIN: the file `release` of every Java since 9 tells its version.
java_fits() {
    java_version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r java_key java_value; do
            if [ "$java_key" = JAVA_VERSION ]; then
                java_version=${java_value#\"}
                java_version=${java_version%\"*}
            fi
        done < "$1/release"
    fi
    java_feature=${java_version%%[!0-9]*}
    if [ ! -x "$1/bin/$java_tool" ]; then
        java_note "$1 (from $3) has no bin/$java_tool"
        return 1
    fi
    if [ -z "$java_feature" ] || [ "$java_feature" -lt "$2" ]; then
        java_note "$1 (from $3) is Java ${java_version:-of an unknown version}"
        return 1
    fi
    java_home=$1
}

java_note() {
    java_looked="${java_looked:+$java_looked
}  $1"
}
