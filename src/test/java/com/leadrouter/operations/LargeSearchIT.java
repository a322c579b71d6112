package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Replica;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Search, overview and table among many leads: fifty thousand in every build, where the plans are looked at, and with
 * {@code -Psearch} a million, where the times are.
 */
class LargeSearchIT {

    private static final boolean LONG = "long".equals(System.getProperty("lead-router.search"));
    private static final int LEADS = LONG ? 1_000_000 : 50_000;
    private static final int TIMES = LONG ? 40 : 2;
    // Beside other tests on two cores the short form tells what is far out, and no more.
    private static final Duration LONGEST_SEARCH = Duration.ofMillis(LONG ? 200 : 1_000);
    private static final Duration LONGEST_OVERVIEW = Duration.ofMillis(LONG ? 300 : 1_500);
    private static final long MOST_MEMORY = 48L << 20;

    private static Database database;
    private static StandIns standIns;
    private static Replica replica;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.start(database, standIns, "--logging.level.com.leadrouter=warn");
        database.execute("""
                insert into destination_state (destination, paused, pause_reason, paused_since)
                values ('kapture', true, 'Kapture moves', now())
                """);
        new History(database, LEADS).make();
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    private static List<String> searches() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return List.of(
                "",
                "status=ACCEPTED",
                "status=DELIVERED",
                "status=PARTIALLY_DELIVERED",
                "status=FAILED",
                "status=DUPLICATE",
                "status=UNROUTED",
                "status=SPAM",
                "status=ERASED",
                "source=web",
                "source=rare",
                "source=nobody",
                "destination=cap",
                "destination=never",
                "deliveryStatus=PENDING",
                "deliveryStatus=HELD",
                "deliveryStatus=DELIVERED",
                "deliveryStatus=REJECTED",
                "deliveryStatus=DEAD",
                "deliveryStatus=CANCELLED",
                "outcome=ACCEPTED",
                "outcome=FAILED",
                "outcome=UNREACHABLE",
                "outcome=REJECTED_CONFIGURATION",
                "outcome=UNAUTHORIZED",
                "destination=kapture&deliveryStatus=DEAD",
                "destination=cap&outcome=REJECTED_CONFIGURATION",
                "destination=kapture&outcome=REJECTED_CONFIGURATION",
                "source=app&deliveryStatus=REJECTED",
                "source=rare&status=FAILED",
                "destination=cap&status=FAILED",
                "from=" + today.minusDays(200) + "&to=" + today.minusDays(190),
                "from=" + today.minusDays(184) + "&to=" + today.minusDays(183) + "&deliveryStatus=REJECTED",
                "from=" + today.minusDays(300) + "&to=" + today.minusDays(290) + "&status=FAILED",
                "q=" + Desk.encoded(History.email(LEADS / 2 + 6)),
                "q=" + Desk.encoded("+91 " + (9_000_000_000L + LEADS / 3)),
                "q=" + (9_000_000_000L + LEADS / 3),
                "q=order-" + (LEADS / 10 * 10 + 1 - 10),
                "q=Ada",
                "q=a",
                "q=lov",
                "q=Lovelace",
                "q=Ada+Lo",
                "q=zzz",
                "q=ada&status=FAILED",
                "q=a&source=rare",
                "q=019a9f3c-7b1e-7c52-9f0a-3b6f2d1e4c58");
    }

    @Test
    void everySearchIsAnsweredQuickly() {
        Desk desk = Desk.viewer(replica);
        List<String> slow = new ArrayList<>();
        for (String search : searches()) {
            JsonNode first = desk.read("/api/v1/leads?" + search);
            List<Duration> times = times(TIMES, () -> desk.read("/api/v1/leads?" + search));
            report("/api/v1/leads?" + search + " (" + first.path("leads").size() + ")", times);
            if (p95(times).compareTo(LONGEST_SEARCH) > 0) {
                slow.add(search + " " + p95(times));
            }
        }
        assertThat(slow).isEmpty();
    }

    @Test
    void aPageFarBackIsAsQuickAsTheFirst() {
        Desk desk = Desk.viewer(replica);
        Instant longAgo = Instant.now().minus(Duration.ofDays(250));
        String cursor = LeadId.floor(longAgo).toString();
        for (String search : List.of("", "&status=FAILED", "&q=ada", "&source=app", "&status=DUPLICATE")) {
            List<Duration> times = times(TIMES, () -> desk.read("/api/v1/leads?limit=500&cursor=" + cursor + search));
            report("500 leads of 250 days ago" + search, times);
            assertThat(p95(times)).as(search).isLessThan(LONGEST_SEARCH);
        }
    }

    @Test
    void anOverviewIsQuick() {
        Overviews overviews = replica.bean(Overviews.class);
        Overview overview = overviews.now();
        assertThat(overview.lastDay()).hasSize(24);
        assertThat(overview.lastHour()).hasSize(60);
        assertThat(overview.received()).isPositive();
        assertThat(overview.delivered()).isPositive();

        List<Duration> times = times(TIMES, overviews::now);

        report("overview, " + overview.received() + " leads in a day", times);
        assertThat(p95(times)).isLessThan(LONGEST_OVERVIEW);
    }

    @Test
    void whatNeedsAttentionIsFoundSoon() {
        Desk desk = Desk.viewer(replica);
        JsonNode groups = desk.read("/api/v1/attention").path("groups");
        assertThat(groups.findValuesAsText("kind"))
                .contains("dead", "rejected-configuration", "rejected-data", "held", "two-customers");

        List<Duration> times = times(TIMES, () -> desk.read("/api/v1/attention"));

        report("attention, " + groups.size() + " groups", times);
        assertThat(p95(times)).isLessThan(Duration.ofSeconds(LONG ? 1 : 5));
    }

    @Test
    void theTableOfAllLeadsNeedsNoMoreMemoryThanThatOfSome() throws IOException {
        long start = System.nanoTime();
        long lines = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        try (BufferedReader table = new BufferedReader(
                new InputStreamReader(Desk.viewer(replica).stream("/api/v1/leads.csv"), StandardCharsets.UTF_8))) {
            while (table.readLine() != null) {
                lines++;
                if (lines % (LEADS / 10) == 0) {
                    long used = used();
                    least = Math.min(least, used);
                    most = Math.max(most, used);
                }
            }
        }
        System.out.printf(
                "the table of %,d leads: %d ms, between %d and %d MiB of heap in use%n",
                lines - 1, Duration.ofNanos(System.nanoTime() - start).toMillis(), least >> 20, most >> 20);

        assertThat(lines).isEqualTo(LEADS + 1);
        assertThat(most - least).isLessThan(MOST_MEMORY);
    }

    @Test
    void aSearchLooksAtFewRows() {
        String ids = database.jdbc()
                .sql("select array(select id from lead order by id desc limit 100)::text")
                .query(String.class)
                .single();
        Plans plans = new Plans(
                database,
                // As OneMoment has it.
                "force_custom_plan",
                Map.ofEntries(
                        Map.entry("before", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
                        Map.entry("from", "'00000000-0000-0000-0000-000000000000'"),
                        Map.entry("disposition", "'UNROUTED'"),
                        Map.entry("statuses", "'{DEAD}'"),
                        Map.entry("email", "'" + History.email(77).toLowerCase(Locale.ROOT) + "'"),
                        Map.entry("phones", "'{+919000000077,+449000000077}'"),
                        Map.entry("reference", "'order-77'"),
                        Map.entry("id", "'019a9f3c-7b1e-7c52-9f0a-3b6f2d1e4c58'"),
                        Map.entry("name", "'Ada Lov'"),
                        Map.entry("end", "'\uffff'"),
                        Map.entry("source", "'rare'"),
                        Map.entry("destinations", "'{cap,kapture}'"),
                        Map.entry("destination", "'cap'"),
                        Map.entry("status", "'FAILED'"),
                        Map.entry("byDelivery", "true"),
                        Map.entry("byTerm", "true"),
                        Map.entry("stopped", "'{}'"),
                        Map.entry("ids", "'" + ids + "'")));
        Stream.concat(
                        Stream.of(
                                        CandidateStatements.ALL,
                                        CandidateStatements.WITH_DISPOSITION,
                                        CandidateStatements.IN_TROUBLE,
                                        CandidateStatements.BY_ID,
                                        CandidateStatements.BY_EMAIL,
                                        CandidateStatements.BY_PHONE,
                                        CandidateStatements.BY_NAME,
                                        CandidateStatements.OF_SOURCE,
                                        CandidateStatements.PENDING,
                                        CandidateStatements.DELIVERED)
                                .map(sql -> sql.formatted(100)),
                        Stream.of(
                                MatchingLeads.MATCHING,
                                FoundLeads.LEADS,
                                FoundLeads.DELIVERIES,
                                Attention.HELD,
                                Attention.TWO_CUSTOMERS,
                                Attention.DEAD.formatted(2_000, 1_000),
                                Attention.CONFIGURATION.formatted(500, 1_000),
                                Attention.DATA.formatted(500, 1_000)))
                .forEach(sql -> assertThat(plans.scans(sql).stream()
                                .mapToDouble(Plans::rowsTouched)
                                .sum())
                        .as(sql)
                        .isLessThan(LEADS / 10));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<Duration> times(int count, Supplier<?> what) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    long start = System.nanoTime();
                    what.get();
                    return Duration.ofNanos(System.nanoTime() - start);
                })
                .sorted()
                .toList();
    }

    private static Duration p95(List<Duration> times) {
        return times.get((times.size() - 1) * 95 / 100);
    }

    private static void report(String what, List<Duration> times) {
        System.out.printf(
                "among %,d leads, %d times: median %3d ms, p95 %3d ms, longest %3d ms: %s%n",
                LEADS,
                times.size(),
                times.get(times.size() / 2).toMillis(),
                p95(times).toMillis(),
                times.getLast().toMillis(),
                what);
    }
}
