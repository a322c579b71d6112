package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Plays Kapture's calls: which one it is, what is judged in which order, what is answered. */
final class KapturePartner implements Partner {

    private static final Pattern PHONE = Pattern.compile("[6-9][0-9]{9}");
    // The contract has no form for it: what is an address elsewhere is one here, "the boss"@example.com too.
    private static final Pattern EMAIL = Pattern.compile("(\"[^\"]+\"|[^@\\s]+)@[^@\\s.]+(\\.[^@\\s.]+)+");

    private final KaptureSettings settings;
    private final KaptureCustomers customers = new KaptureCustomers(Clock.systemUTC());

    private final KaptureSwitches switches = new KaptureSwitches();

    KapturePartner(KaptureSettings settings) {
        this.settings = settings;
    }

    KaptureSwitches switches() {
        return switches;
    }

    KaptureCustomers customers() {
        return customers;
    }

    @Override
    public String name() {
        return "Kapture CRM";
    }

    @Override
    public Set<String> operations() {
        return new LinkedHashSet<>(List.of("add", "update", "get", "pull"));
    }

    @Override
    public String sampleExample() {
        return "kapture-add-failed-invalid-email.json";
    }

    @Override
    public Visit receive(Inbound request) {
        boolean add = request.path().equals(settings.paths().add());
        boolean update = request.path().equals(settings.paths().update());
        boolean get = request.path().equals(settings.paths().get());
        boolean pull = request.path().equals(settings.paths().pull());
        if (!add && !update && !get && !pull) {
            return Visit.stray("no such path: " + request.path(), Answer.of(404, "", ""));
        }
        if (!request.method().equals("POST")) {
            return Visit.stray("no such method: " + request.method(), Answer.of(405, "", ""));
        }
        KaptureBody body = new KaptureBody(request.body());
        if (get) {
            body.checkGet();
            return visit("get", request, body, this::get);
        }
        if (pull) {
            Optional<PullDates> dates = body.checkPull();
            return visit("pull", request, body, correct -> pull(dates.orElseThrow()));
        }
        // One address for both: the id alone tells them apart.
        if (update && (!add || !body.field("kapture_customer_id").isBlank())) {
            body.checkUpdate();
            return visit("update", request, body, this::update);
        }
        body.checkAdd();
        return visit("add", request, body, this::add);
    }

    /** Chosen by creation (Kapture contract, section 11, row 13), as they are when the call comes. */
    private Answer pull(PullDates dates) {
        List<KaptureCustomer> chosen = customers.all().stream()
                .filter(customer -> dates.include(LocalDateTime.ofInstant(customer.createdAt(), settings.zone())))
                .toList();
        PulledList list =
                new PulledList(chosen, dates.first().atZone(settings.zone()).toInstant(), settings.zone(), switches);
        return list.isEmpty() ? Answer.example("kapture-pull-none.json") : list.answer();
    }

    private Visit visit(String operation, Inbound request, KaptureBody body, Function<KaptureBody, Answer> work) {
        List<String> violations = new ArrayList<>(body.violations());
        if (!request.isJson()) {
            violations.add("Content-Type is not application/json");
        }
        return new Visit(operation, persons(body), request.body(), violations, () -> {
            Optional<String> key = request.header("Authorization");
            if (!key.equals(Optional.of("Basic " + settings.authKeyOf(operation)))) {
                return Answer.example("kapture-401.json");
            }
            return violations.isEmpty()
                    ? work.apply(body)
                    : KaptureAnswers.failed("Bad request: " + String.join(", ", violations));
        });
    }

    /** Who it is about; an Update may name a customer by id alone. */
    private Set<String> persons(KaptureBody body) {
        Set<String> persons = new LinkedHashSet<>();
        persons.add(body.field("phone"));
        persons.add(body.field("email_id").toLowerCase(Locale.ROOT));
        customer(body.field("kapture_customer_id")).ifPresent(known -> {
            persons.add(known.phone());
            persons.add(known.email());
        });
        persons.removeIf(String::isBlank);
        return persons;
    }

    private Optional<KaptureCustomer> customer(String id) {
        return id.matches("\\d{1,18}") ? customers.byId(Long.parseLong(id)) : Optional.empty();
    }

    /** Kapture contract, section 4.3. */
    private Answer add(KaptureBody body) {
        boolean reachable =
                !body.field("phone").isBlank() || !body.field("email_id").isBlank();
        if (body.field("customer_name").isBlank() || !reachable) {
            return Answer.example("kapture-add-failed-required-fields.json");
        }
        return malformed(body).orElseGet(() -> switch (customers.add(OptionalLong.empty(), body.fields())) {
            case KaptureCustomers.Stored(KaptureCustomer customer) -> KaptureAnswers.added(customer);
            case KaptureCustomers.Taken taken -> KaptureAnswers.taken(taken);
            case KaptureCustomers.Nobody() -> throw new IllegalStateException("An Add needs nobody");
        });
    }

    private Answer update(KaptureBody body) {
        long id = Long.parseLong(body.field("kapture_customer_id"));
        return malformed(body).orElseGet(() -> switch (customers.update(id, changes(body))) {
            case KaptureCustomers.Stored stored -> KaptureAnswers.updated(id, body.fields());
            case KaptureCustomers.Taken taken -> KaptureAnswers.taken(taken);
            case KaptureCustomers.Nobody() -> KaptureAnswers.failed("Customer could not be updated.");
        });
    }

    private static Map<String, String> changes(KaptureBody body) {
        Map<String, String> changes = body.filled();
        changes.remove("kapture_customer_id");
        return changes;
    }

    private Answer get(KaptureBody body) {
        String id = body.field("kapture_customer_id");
        String phone = body.field("phone");
        Optional<KaptureCustomer> found = !id.isBlank()
                ? customers.byId(Long.parseLong(id))
                : phone.isBlank() ? customers.byEmail(body.field("email_id")) : customers.byPhone(phone);
        return found.map(customer -> KaptureAnswers.found(customer, settings.zone(), switches.masking()))
                .orElseGet(() -> Answer.example("kapture-get-not-found.json"));
    }

    private static Optional<Answer> malformed(KaptureBody body) {
        String email = body.field("email_id");
        if (!email.isBlank() && !EMAIL.matcher(email).matches()) {
            return Optional.of(Answer.example("kapture-add-failed-invalid-email.json"));
        }
        String phone = body.field("phone");
        return phone.isBlank() || PHONE.matcher(phone).matches()
                ? Optional.empty()
                : Optional.of(Answer.example("kapture-add-failed-invalid-phone.json"));
    }

    @Override
    public String errorBody(int status) {
        return status == 401 ? Example.of("kapture-401.json").text() : "";
    }

    @Override
    public Optional<Answer> control(Inbound request) {
        return new KaptureControls(customers, switches).answer(request);
    }

    @Override
    public String ownHelp() {
        return KaptureControls.HELP;
    }

    @Override
    public void describe(ObjectNode state) {
        List<KaptureCustomer> all = customers.all();
        state.put("customerCount", all.size());
        state.put("phonesMasked", switches.masking().phone())
                .put("emailsMasked", switches.masking().email());
        state.put("longPull", switches.longPull().customers());
        ArrayNode latest = state.putArray("customers");
        all.reversed().stream()
                .limit(100)
                .forEach(customer -> latest.addObject()
                        .put("id", customer.id())
                        .put("name", customer.name())
                        .put("phone", customer.phone())
                        .put("email", customer.email()));
    }
}
