# SPDX-License-Identifier: Apache-2.0
# Turns the words of `rtsock replay FILE [--speed N] [--repeat N] [options of run]` into those of `rtsock run lab`. To be sourced; changes "$@".

replay_usage() {
    echo "rtsock: $1" >&2
    echo "Try 'rtsock replay --help'." >&2
    exit 2
}

replay_file=
replay_speed=1
replay_repeat=1
replay_named=
replay_left=$#
while [ "$replay_left" -gt 0 ]; do
    word=$1
    shift
    replay_left=$((replay_left - 1))
    case $word in
        --speed | --repeat | --socket | --connect | --feature | --set | --config | --data | --deploy)
            [ "$replay_left" -gt 0 ] || replay_usage "option $word needs a value"
            case $word in
                --speed) replay_speed=$1 ;;
                --repeat) replay_repeat=$1 ;;
                *) set -- "$@" "$word" "$1" ;;
            esac
            shift
            replay_left=$((replay_left - 1))
            ;;
        --speed=*) replay_speed=${word#*=} ;;
        --repeat=*) replay_repeat=${word#*=} ;;
        -?*) set -- "$@" "$word" ;;
        *)
            if [ -z "$replay_named" ]; then
                replay_named=yes # the command's own name
            elif [ -z "$replay_file" ]; then
                replay_file=$word
            else
                replay_usage "'$word' is one file too many"
            fi
            ;;
    esac
done

[ -n "$replay_file" ] || replay_usage "a file is missing"
[ -f "$replay_file" ] && [ -r "$replay_file" ] || replay_usage "'$replay_file' is not a file that can be read"
case $replay_speed in
    '' | . | *[!0-9.]* | *.*.*) replay_usage "--speed '$replay_speed' is not a number from 0 up" ;;
esac
case $replay_repeat in
    '' | *[!0-9]*) replay_usage "--repeat '$replay_repeat' is not a number from 0 up" ;;
esac
case $replay_file in
    /*) ;;
    *) replay_file=$PWD/$replay_file ;;
esac
set -- run lab --set "org.rtsock.driver.replay:file=$replay_file" --set "org.rtsock.driver.replay:speed=$replay_speed" \
    --set "org.rtsock.driver.replay:repeat=$replay_repeat" "$@"
