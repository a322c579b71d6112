package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The stand-in's own pages below {@code /stand-in}, which are no part of the contract and are not counted. */
final class Controls {

    private static final String ROOT = "/stand-in";

    private final Partner partner;
    private final Calls calls;
    private final Faults faults;

    Controls(Partner partner, Calls calls, Faults faults) {
        this.partner = partner;
        this.calls = calls;
        this.faults = faults;
    }

    static boolean owns(Inbound request) {
        return request.path().equals(ROOT) || request.path().startsWith(ROOT + "/");
    }

    Answer answer(Inbound request) {
        return switch (request.method() + " " + request.path()) {
            case "GET " + ROOT -> Answer.json(200, Json.pretty(state()));
            case "GET " + ROOT + "/help" -> Answer.of(200, Help.text(partner, request), "text/plain; charset=utf-8");
            case "GET " + ROOT + "/calls" -> Answer.json(200, Json.pretty(everyCall()));
            case "POST " + ROOT + "/faults" -> set(request);
            case "DELETE " + ROOT + "/faults" -> {
                faults.clear();
                yield active();
            }
            default -> own(request);
        };
    }

    private Answer set(Inbound request) {
        try {
            FaultRequest.read(request.query(), partner.operations()).applyTo(faults);
            return active();
        } catch (IllegalArgumentException wrong) {
            return Answer.of(400, wrong.getMessage() + "\n", "text/plain");
        }
    }

    private Answer own(Inbound request) {
        try {
            return partner.control(request)
                    .orElseGet(() -> Answer.of(404, "No such page; see " + ROOT + "/help\n", "text/plain"));
        } catch (IllegalArgumentException wrong) {
            return Answer.of(400, wrong.getMessage() + "\n", "text/plain");
        }
    }

    private Answer active() {
        ObjectNode answer = Json.object();
        faults.active().forEach(answer.putArray("faults")::add);
        return Answer.json(200, Json.pretty(answer));
    }

    private ObjectNode state() {
        ObjectNode state = Json.object().put("standIn", partner.name());
        state.put("requests", calls.seen()).put("accepted", calls.accepted());
        ObjectNode operations = state.putObject("operations");
        calls.byOperation().forEach(operations::put);
        ObjectNode statuses = state.putObject("statuses");
        calls.byStatus().forEach((status, count) -> statuses.put(status == 0 ? "none" : status.toString(), count));
        state.put("overlaps", calls.overlaps());
        calls.violations().forEach(state.putArray("violations")::add);
        faults.active().forEach(state.putArray("faults")::add);
        calls.last().ifPresent(call -> state.set("last", shown(call).set("body", call.body())));
        partner.describe(state);
        return state;
    }

    private ObjectNode everyCall() {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("calls");
        calls.all().forEach(call -> list.add(shown(call)));
        return answer;
    }

    private static ObjectNode shown(Call call) {
        ObjectNode shown = Json.object()
                .put("arrivedAt", call.arrivedAt().toString())
                .put("operation", call.operation())
                .put("accepted", call.accepted());
        call.keys().forEach(shown.putArray("keys")::add);
        call.status().ifPresentOrElse(status -> shown.put("status", status), () -> shown.putNull("status"));
        return shown;
    }
}
