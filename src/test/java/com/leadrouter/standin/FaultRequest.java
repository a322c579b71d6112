package com.leadrouter.standin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A switch as written in a query string; every mistake in it is an {@link IllegalArgumentException} that names the parameter. */
final class FaultRequest {

    private static final Set<String> KNOWN = Set.of(
            "next",
            "always",
            "randomly",
            "seed",
            "status",
            "body",
            "retry-after",
            "delay",
            "hang",
            "reset",
            "store-then-reset",
            "operation");
    private static final List<String> WHEN = List.of("next", "always", "randomly");
    private static final List<String> UNANSWERED = List.of("hang", "reset", "store-then-reset");
    private static final List<String> ANSWERED = List.of("status", "body");
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final Query query;

    private FaultRequest(Query query) {
        this.query = query;
    }

    static FaultRequest read(String query, Set<String> operations) {
        FaultRequest request = new FaultRequest(Query.read(query, KNOWN));
        if (request.has("operation")) {
            String operation = request.get("operation");
            require(operations.contains(operation), "operation", "one of " + operations + ", not " + operation);
        }
        return request;
    }

    void applyTo(Faults faults) {
        String when = oneOf(WHEN, "one of next=<number>, always, randomly=<share> is needed");
        require(!has("seed") || when.equals("randomly"), "seed", "only with randomly");
        Fault fault = fault();
        Consumer<Fault> set = switch (when) {
            case "next" -> {
                int requests = (int) number("next", 1, 1_000_000);
                yield planned -> faults.next(requests, planned);
            }
            case "randomly" -> {
                double share = share();
                long seed = has("seed") ? number("seed", 0, Long.MAX_VALUE) : 1;
                yield planned -> faults.randomly(share, planned, seed);
            }
            default -> {
                flag("always");
                yield faults::always;
            }
        };
        set.accept(fault);
    }

    private Fault fault() {
        Fault fault = withoutDelay();
        if (has("retry-after")) {
            require(!get("retry-after").isBlank(), "retry-after", "seconds or an HTTP date");
            fault = fault.withHeader("Retry-After", get("retry-after"));
        }
        if (has("delay")) {
            fault = fault.after(delay());
        }
        return has("operation") ? fault.on(get("operation")) : fault;
    }

    private Fault withoutDelay() {
        boolean answered = ANSWERED.stream().anyMatch(this::has);
        require(answered || !has("retry-after"), "retry-after", "only with status or body");
        if (UNANSWERED.stream().anyMatch(this::has)) {
            String unanswered = oneOf(UNANSWERED, "");
            flag(unanswered);
            require(!answered, unanswered, "has no answer, so neither status nor body");
            require(!(has("delay") && unanswered.equals("hang")), "delay", "not with hang");
            return switch (unanswered) {
                case "hang" -> Fault.hang();
                case "reset" -> Fault.reset();
                default -> Fault.storeThenReset();
            };
        }
        if (answered) {
            return answer();
        }
        require(has("delay"), "status", "needed, or one of body, delay, hang, reset, store-then-reset");
        return Fault.slow(Duration.ZERO);
    }

    private Fault answer() {
        if (!has("body")) {
            return Fault.status((int) number("status", 200, 599));
        }
        String file = get("body");
        Example example = Example.find(file)
                .orElseThrow(() -> new IllegalArgumentException("body: no contract example is called " + file));
        require(
                has("status") || example.status().isPresent(),
                "status",
                "needed, the examples' README gives none for " + file);
        return has("status")
                ? Fault.example(file, (int) number("status", 200, 599))
                : Fault.example(file, example.status().getAsInt());
    }

    private Duration delay() {
        Matcher delay = DELAY.matcher(get("delay"));
        require(delay.matches(), "delay", "such as 200ms, 2s or 1m, not " + get("delay"));
        long amount = Long.parseLong(delay.group(1));
        return switch (delay.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private double share() {
        String text = get("randomly");
        require(text.matches("0?\\.\\d{1,6}|1(\\.0+)?"), "randomly", "a share such as 0.1, not " + text);
        double share = Double.parseDouble(text);
        require(share > 0, "randomly", "more than 0");
        return share;
    }

    private long number(String name, long least, long most) {
        return query.number(name, least, most);
    }

    private String oneOf(List<String> names, String ifNone) {
        List<String> given = names.stream().filter(this::has).toList();
        require(!given.isEmpty(), names.getFirst(), ifNone);
        require(given.size() == 1, given.getLast(), "not together with " + given.getFirst());
        return given.getFirst();
    }

    private void flag(String name) {
        query.flag(name);
    }

    private boolean has(String name) {
        return query.has(name);
    }

    private String get(String name) {
        return query.get(name);
    }

    private static void require(boolean met, String parameter, String otherwise) {
        Query.require(met, parameter, otherwise);
    }
}
