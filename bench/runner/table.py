# SPDX-License-Identifier: Apache-2.0
"""Statistics, and the table as text and as Markdown."""
import datetime
import statistics

from rows import Loss

BEGIN, END = "<!-- written by bench/run: from here -->", "<!-- to here -->"
HEAD = ("work", "ours: median [min max]", "peer: median [min max]", "better by", "goal", "reached")


def number(value, unit):
    """A number for people: three figures, and M or k where they help."""
    if unit == "share":
        return f"{100 * value:.3g} %"
    if unit == "s":
        return f"{value:.3g} s" if value >= 1 else f"{1000 * value:.3g} ms"
    for factor, letter in ((1e6, "M"), (1e3, "k")):
        if unit == "/s" and abs(value) >= factor:
            scaled = value / factor
            return f"{scaled:.0f}{letter}/s" if scaled >= 100 else f"{scaled:.3g}{letter}/s"
    return f"{value:.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"


def spread(values, unit):
    middle = number(statistics.median(values), unit)
    return middle if len(values) == 1 else f"{middle} [{number(min(values), unit)} {number(max(values), unit)}]"


def values(side, outcome):
    match side:
        case Loss(measurement, other, field):
            pairs = zip(outcome.values(measurement, field), outcome.values(other, field))
            return [100 * (1 - less / whole) for less, whole in pairs]
    return outcome.values(side.measurement, side.field)


def cell(side, row, outcome):
    found = values(side, outcome)
    return spread(found, row.unit) if found else outcome.why_not(side.measurement) or "nothing"


def with_aside(text, row, outcome):
    if not row.aside or not values(row.ours, outcome):
        return text
    field, name, unit = row.aside
    return f"{text}; {name} {spread(outcome.values(row.ours.measurement, field), unit)}"


def better_by(row, mine, others):
    """How many times more of what should be much, or less of what should be little. Of the medians."""
    quotient = statistics.median(mine) / statistics.median(others)
    return f"{quotient if row.unit == '/s' else 1 / quotient:.3g}x"


def verdict(row, mine, first_peer):
    """The goal in words, and whether the median of ours reaches it, or by how much it is missed."""
    if row.goal is None:
        return "", ""
    if row.goal.kind == "times":
        words = f">= {row.goal.number:g}x the first"
        if not mine or not first_peer:
            return words, "not known"
        wanted = row.goal.number * statistics.median(first_peer)
    else:
        words = f"{'>=' if row.goal.kind == 'at least' else '<='} {number(row.goal.number, row.unit)}"
        if not mine:
            return words, "not known"
        wanted = row.goal.number
    have = statistics.median(mine)
    reached = have <= wanted if row.goal.kind == "at most" else have >= wanted
    return words, "yes" if reached else f"no: {number(have, row.unit)} of {number(wanted, row.unit)}"


def cells(row, outcome):
    """The cells of a row, in the order of the head."""
    mine = values(row.ours, outcome)
    theirs = [values(peer, outcome) for peer in row.peers]
    goal, reached = verdict(row, mine, theirs[0] if theirs else [])
    return (
        row.title,
        with_aside(cell(row.ours, row, outcome), row, outcome),
        "; ".join(f"{peer.measurement.who} {cell(peer, row, outcome)}" for peer in row.peers),
        "; ".join(better_by(row, mine, other) for other in theirs if mine and other),
        goal,
        reached)


def text(rows, outcome):
    """For the terminal: a block of lines a row."""
    blocks = []
    for row in rows:
        title, mine, theirs, quotient, goal, reached = cells(row, outcome)
        lines = [f"{row.name}: {title}", f"    ours  {mine}"]
        if theirs:
            lines.append(f"    peer  {theirs}    better by {quotient or 'not known'}")
        if goal:
            lines.append(f"    goal  {goal}    {reached}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def markdown(rows, outcome):
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(cells(row, outcome)) + " |" for row in rows]
    return "\n".join(lines)


def page(rows, outcome, machine, command, repetitions):
    """What stands between the markers."""
    today = datetime.date.today()
    return (f"`{command}`, {today.day} {today:%b %Y}, {repetitions} repetitions by turns, on {machine}. What each number is stands in the\n"
            f"package comment of `org.rtsock.bench`.\n\n{markdown(rows, outcome)}\n")


def write(path, content):
    """Puts the content between the markers of a file; at its end when it has none."""
    old = path.read_text()
    if BEGIN in old and END in old:
        head, rest = old.split(BEGIN, 1)
        new = head + BEGIN + "\n" + content + END + rest.split(END, 1)[1]
    else:
        new = old.rstrip("\n") + f"\n\n## Side by side\n\n{BEGIN}\n{content}{END}\n"
    path.write_text(new)
