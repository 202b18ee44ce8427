"""Compares what Rotel says it received with the traces of the quickstart.

In: Rotel's log, the value of the resource attribute `test.run`. Out: the first difference, and exit code 1.
Never here: ids and times, beyond that parents lead to the right spans and no span ends before it starts.
"""

import re
import sys
import time

RESOURCE = [
    "service.name: Str(quickstart)",
    "telemetry.sdk.language: Str(rust)",
    "telemetry.sdk.name: Str(otlp-runtime)",
    "telemetry.sdk.version: Str(0.1.0)",
]
SCOPE = "InstrumentationScope otlp-examples 0.1.0"

# Name, kind, parent, status, attributes, events; sorted.
SPANS = """
POST /checkout | SERVER | - | STATUS_CODE_ERROR card declined | http.request.method: Str(POST), shop.cart.id: Int(13), error.type: Str(quickstart::Refused) |
POST /checkout | SERVER | - | | http.request.method: Str(POST), shop.cart.id: Int(7), shop.voucher: Str(SPRING), shop.receipt: Int(540007) |
add up | INTERNAL | price | | shop.has_voucher: Bool(false) |
add up | INTERNAL | price | | shop.has_voucher: Bool(true) |
charge | CLIENT | POST /checkout | | shop.amount: Int(540) | card.presented shop.cart.id: Int(7)
charge | CLIENT | POST /checkout | | shop.amount: Int(900) | card.presented shop.cart.id: Int(13)
count shelf | INTERNAL | count_stock | | shop.shelf: Str(apples) | counted shop.items: Int(6)
count shelf | INTERNAL | count_stock | | shop.shelf: Str(pears) | counted shop.items: Int(5)
count_stock | INTERNAL | - | | shop.shelves: Int(2) |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
discounted | INTERNAL | add up | | |
load_cart | CLIENT | POST /checkout | | db.system.name: Str(postgresql), db.operation.name: Str(SELECT), shop.cart.id: Int(13), db.response.returned_rows: Int(4) |
load_cart | CLIENT | POST /checkout | | db.system.name: Str(postgresql), db.operation.name: Str(SELECT), shop.cart.id: Int(7), db.response.returned_rows: Int(3) |
price | INTERNAL | POST /checkout | | shop.items: Int(3), return: Int(540) |
price | INTERNAL | POST /checkout | | shop.items: Int(4), return: Int(900) |
""".strip().splitlines()


def field(text, name):
    found = re.search(rf"^ *{re.escape(name)} *: ?(.*)$", text, re.M)
    return found.group(1).strip() if found else ""


def indented(text, spaces):
    return re.findall(rf"^ {{{spaces}}}-> (.*)$", text, re.M)


def read_span(text):
    body, _, events = text.partition("\nEvents:")
    attributes = body.partition("\nAttributes:")[2]
    start, end = int(field(body, "Start time")), int(field(body, "End time"))
    assert 0 < start <= end, text
    seen = []
    for event in events.split("SpanEvent #")[1:]:
        name = re.search(r"-> Name: (.*)", event).group(1)
        assert start <= int(re.search(r"-> Timestamp: (\d+)", event).group(1)) <= end, event
        seen.append(" ".join([name, *indented(event, 10)]))
    return {
        "id": field(body, "ID"),
        "trace": field(body, "Trace ID"),
        "parent": field(body, "Parent ID"),
        "name": field(body, "Name"),
        "kind": field(body, "Kind").removeprefix("SPAN_KIND_"),
        "status": f"{field(body, 'Status code')} {field(body, 'Status message')}".strip(),
        "attributes": ", ".join(indented(attributes, 5)),
        "events": ", ".join(seen),
    }


def read_log(path, run):
    """Returns resources, scopes and spans of the requests of this run."""
    with open(path, encoding="utf-8") as log:
        text = log.read()
    resources, scopes, spans = [], [], []
    for request in re.split(r"^ResourceSpans #\d+$", text, flags=re.M)[1:]:
        head, *bodies = re.split(r"^ScopeSpans #\d+$", request, flags=re.M)
        attributes = sorted(indented(head, 5))
        if f"test.run: Str({run})" not in attributes:
            continue
        attributes.remove(f"test.run: Str({run})")
        resources.append(attributes)
        for body in bodies:
            scope, *found = re.split(r"^Span #\d+$", body, flags=re.M)
            scopes.append(re.search(r"^InstrumentationScope.*$", scope, re.M).group(0))
            spans += map(read_span, found)
    return resources, scopes, spans


def shown(span, spans):
    parents = [other for other in spans if other["id"] == span["parent"] and other["trace"] == span["trace"]]
    parent = parents[0]["name"] if parents else span["parent"] or "-"
    parts = [span["name"], span["kind"], parent, span["status"], span["attributes"], span["events"]]
    return " ".join(" | ".join(parts).split())


def main():
    path, run = sys.argv[1:]
    # The log may lag behind the answer.
    for _ in range(100):
        resources, scopes, spans = read_log(path, run)
        if len(spans) >= len(SPANS):
            break
        time.sleep(0.1)
    expected = [" ".join(line.split()) for line in SPANS]
    actual = sorted(shown(span, spans) for span in spans)
    problems = [f"missing: {line}" for line in expected if actual.count(line) < expected.count(line)]
    problems += [f"not expected: {line}" for line in actual if actual.count(line) > expected.count(line)]
    problems += [f"resource: {resource}" for resource in resources if resource != RESOURCE]
    problems += [f"scope: {scope}" for scope in scopes if scope != SCOPE]
    if problems:
        print("\n".join(problems), file=sys.stderr)
    sys.exit(1 if problems else 0)


main()
