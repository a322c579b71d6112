package com.leadrouter.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a person may do to this Kapture: to its customers, and to how it answers. */
final class KaptureControls {

    static final String HELP = """

            curl -X POST '{url}/customers?invent=4711&name=Ada%20Lovelace&phone=9876500001&email=ada@example.com'
            curl -X POST '{url}/customers?change=4711&phone=9876500002'        name, phone, email; blank empties
            curl -X POST '{url}/customers?forget=4711'
            curl -X POST '{url}/masking?phone&email'        both or one, in Get and Pull
            curl -X DELETE '{url}/masking'
            curl -X POST '{url}/long-pull?customers=32000'        so many more in each Pull (50 MB), made while they are sent
            curl -X POST '{url}/long-pull?customers=32000&break-off-after=100'
            curl -X DELETE '{url}/long-pull'
            """;

    private static final Map<String, String> FIELDS =
            Map.of("name", "customer_name", "phone", "phone", "email", "email_id");
    private static final Set<String> OF_CUSTOMERS = Set.of("invent", "change", "forget", "name", "phone", "email");

    private final KaptureCustomers customers;
    private final KaptureSwitches switches;

    KaptureControls(KaptureCustomers customers, KaptureSwitches switches) {
        this.customers = customers;
        this.switches = switches;
    }

    Optional<Answer> answer(Inbound request) {
        switch (request.method() + " " + request.path()) {
            case "POST /stand-in/customers" -> customer(Query.read(request.query(), OF_CUSTOMERS));
            case "POST /stand-in/masking" -> mask(Query.read(request.query(), Set.of("phone", "email")));
            case "DELETE /stand-in/masking" -> switches.mask(Masking.NONE);
            case "POST /stand-in/long-pull" ->
                lengthen(Query.read(request.query(), Set.of("customers", "break-off-after")));
            case "DELETE /stand-in/long-pull" -> switches.lengthen(KaptureSwitches.LongPull.NONE);
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(
                Answer.json(200, Json.object().put("customers", customers.all().size())));
    }

    private void customer(Query query) {
        if (query.has("invent")) {
            require(customers.add(OptionalLong.of(id(query, "invent")), fields(query)));
        } else if (query.has("change")) {
            require(customers.update(id(query, "change"), fields(query)));
        } else {
            Query.require(customers.forget(id(query, "forget")), "forget", "there is no such customer");
        }
    }

    private static long id(Query query, String name) {
        return query.number(name, 1, Long.MAX_VALUE);
    }

    private static Map<String, String> fields(Query query) {
        Map<String, String> fields = new LinkedHashMap<>();
        FIELDS.forEach((name, wireName) -> {
            if (query.has(name)) {
                fields.put(wireName, query.get(name));
            }
        });
        return fields;
    }

    private static void require(KaptureCustomers.Result result) {
        Query.require(result instanceof KaptureCustomers.Stored, "customers", "not possible: " + result);
    }

    private void mask(Query query) {
        switches.mask(new Masking(query.has("phone"), query.has("email")));
    }

    private void lengthen(Query query) {
        switches.lengthen(new KaptureSwitches.LongPull(
                (int) query.number("customers", 0, 10_000_000),
                query.has("break-off-after")
                        ? (int) query.number("break-off-after", 0, 10_000_000)
                        : Integer.MAX_VALUE));
    }
}
