package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reconciliation and search among many customers: a fiftieth of them in every build, where the plans are looked at, and with
 * {@code -Preconciliation} a million, where the times are.
 */
class LargeReconciliationIT {

    private static final boolean LONG = "long".equals(System.getProperty("lead-router.reconciliation"));
    private static final int CUSTOMERS = LONG ? 1_000_000 : 20_000;
    private static final int LEADS = CUSTOMERS * 3 / 10;
    private static final int DAYS = 27;
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");

    // Seven customers of ten are explained, three by leads of these days.
    private static final String FILL = """
            create unlogged table seed as
            select i, at, new_lead_id(at, i %% 16384) as id
            from (
                select i, now() - interval '%3$d days' * (i::float / %2$d) as at
                from generate_series(1, %2$d) as i) as moments;
            insert into lead (id, source, received_at, disposition, destinations, email, phone, document)
            select id, 'demo', at, 'ROUTED', '{kapture}', 'ada' || i || '@example.com', '+91' || 9000000000 + i,
                jsonb_build_object('source', 'demo', 'enquiryDateTime', '2026-11-21T10:20:59Z', 'attributes', '{}'::jsonb,
                    'contact', jsonb_build_object('firstName', 'Ada', 'lastName', 'L' || i, 'emailAddress',
                        'ada' || i || '@example.com', 'phoneNumber', '+91' || 9000000000 + i, 'address', '{}'::jsonb),
                    'optInConsents', '{"email": true}'::jsonb)
            from seed;
            insert into delivery (lead_id, destination, status, attempt, tries, age_from, outcome, http_status,
                external_id, settled_at)
            select id, 'kapture', 'DELIVERED', 1, 1, at, 'ACCEPTED', 200, i::text, at from seed;
            insert into delivery_call (lead_id, destination, attempt, call, operation, outcome, http_status, started_at,
                duration_millis, late)
            select id, 'kapture', 1, 1, 'add', 'ACCEPTED', 200, at, 1, false from seed;
            insert into kapture_customer (destination, customer_id, name, phone, email, phone_hash, email_hash, explained,
                created_at, modified_at, seen_at, confirmed_at)
            select 'kapture', i,
                case when i <= %2$d then 'Ada L' || i when i <= %1$d * 0.7 then 'Grace H' || i end,
                case when i <= %1$d * 0.7 then '+91' || 9000000000 + i end,
                case when i <= %1$d * 0.7 then 'ada' || i || '@example.com' end,
                case when i > %1$d * 0.7 then decode(md5('p' || i), 'hex') end,
                case when i > %1$d * 0.7 then decode(md5('e' || i), 'hex') end,
                i <= %1$d * 0.7, at, at, now(),
                case when i %% 100 > 0 then now() end
            from (
                select i, case
                    when i <= %2$d then now() - interval '%3$d days' * (i::float / %2$d)
                    else now() - interval '365 days' * ((i::bigint * 7919 %% %1$d)::float / %1$d) end as at
                from generate_series(1, %1$d) as i) as moments;
            update kapture_customer set name = 'Augusta King' where customer_id %% 100 = 1 and customer_id <= %2$d;
            drop table seed;
            vacuum analyze lead, delivery, delivery_call, kapture_customer;
            """;

    private static final Map<String, String> A_DAY = Map.of(
            "destination", "'kapture'",
            "from", "now() - interval '5 days'",
            "to", "now() - interval '4 days'",
            "most", "1000",
            "ownNames", "false",
            "twoCustomers", "'[{\"code\": \"kapture-two-customers\"}]'",
            "since", "now() - interval '2 days'");

    private static Database database;
    private static StandIns standIns;
    private static Replica replica;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.start(
                database,
                standIns,
                "--lead-router.destinations.kapture.pull.every=0",
                // Nobody is asked for in between.
                "--lead-router.start-paused=true",
                "--logging.level.com.leadrouter=warn");
        for (String statement : FILL.formatted(CUSTOMERS, LEADS, DAYS).split(";\n")) {
            database.execute(statement);
        }
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void aDayIsReconciledWithinASecond() {
        LocalDate today = LocalDate.now(KOLKATA);
        JsonNode answer = Desk.viewer(replica).read(day(today.minusDays(5)));
        assertThat(answer.path("confirmed").asInt()).isBetween(LEADS / DAYS * 9 / 10, LEADS / DAYS * 11 / 10);
        assertThat(answer.path("unconfirmed")).isNotEmpty();
        assertThat(answer.path("different")).isNotEmpty();
        assertThat(answer.path("unexplained")).isNotEmpty();

        List<Duration> times = times(DAYS - 3, i -> day(today.minusDays(2 + i)));

        report("reconciliation of a day", times);
        assertThat(times.getLast()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void customersAreFoundQuickly() {
        String path = "/api/v1/destinations/kapture/customers?q=";
        List<Duration> times = times(200, i -> {
            int customer = 1 + (int) ((i * 7919L) % (CUSTOMERS * 7 / 10));
            return path
                    + switch (i % 6) {
                        case 0 -> Integer.toString(customer);
                        case 1 -> Desk.encoded("+91" + (9_000_000_000L + customer));
                        case 2 -> Desk.encoded("ada" + customer + "@example.com");
                        case 3 -> Desk.encoded("grace h" + customer / 10);
                        case 4 -> "a";
                        default -> "&cursor=" + customer;
                    };
        });

        report("customer search", times);
        assertThat(times.get(times.size() * 95 / 100)).isLessThan(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void nothingIsLookedThroughFromEndToEnd(String plans) throws Exception {
        for (String sql : List.of(
                Reconciliations.RECONCILE,
                Reconciliations.COUNT_UNCONFIRMED,
                Reconciliations.UNEXPLAINED,
                Questions.UNTOLD,
                Questions.NAMELESS,
                Questions.MISSED,
                Questions.LEFT_OUT)) {
            assertThat(scans(explain(sql, plans)).stream()
                            .filter(scan -> scan.path("Node Type").asText().equals("Seq Scan"))
                            .filter(scan -> scan.path("Plan Rows").asInt() > 1000
                                    || scan.path("Actual Rows").asDouble() > 1000))
                    .as(sql)
                    .isEmpty();
        }
    }

    private static List<Duration> times(int count, IntFunction<String> path) {
        Desk desk = Desk.viewer(replica);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    long start = System.nanoTime();
                    desk.read(path.apply(i));
                    return Duration.ofNanos(System.nanoTime() - start);
                })
                .sorted()
                .toList();
    }

    private static void report(String what, List<Duration> times) {
        System.out.printf(
                "%s among %,d customers and %,d leads, %d times: median %d ms, p95 %d ms, longest %d ms%n",
                what,
                CUSTOMERS,
                LEADS,
                times.size(),
                times.get(times.size() / 2).toMillis(),
                times.get(times.size() * 95 / 100).toMillis(),
                times.getLast().toMillis());
    }

    private static String day(LocalDate day) {
        return "/api/v1/destinations/kapture/reconciliation?from=" + day + "&to=" + day;
    }

    private static JsonNode explain(String sql, String plans) throws Exception {
        Set<String> names = PARAMETER
                .matcher(sql)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> order = List.copyOf(names);
        String numbered =
                PARAMETER.matcher(sql).replaceAll((MatchResult name) -> "\\$" + (order.indexOf(name.group(1)) + 1));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = " + plans);
            statement.execute("prepare question as " + numbered);
            try (ResultSet result = statement.executeQuery("explain (analyze, format json) execute question("
                    + order.stream().map(A_DAY::get).collect(Collectors.joining(", ")) + ")")) {
                result.next();
                return new ObjectMapper().readTree(result.getString(1)).get(0).path("Plan");
            }
        }
    }

    private static List<JsonNode> scans(JsonNode node) {
        List<JsonNode> scans = new ArrayList<>();
        if (node.has("Relation Name")) {
            scans.add(node);
        }
        node.path("Plans").forEach(below -> scans.addAll(scans(below)));
        return scans;
    }
}
