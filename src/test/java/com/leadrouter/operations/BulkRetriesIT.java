package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Holds;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.delivery.Resending.Found;
import com.leadrouter.delivery.ResendingFixture;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Re-sending in bulk against the real database, its replicas stepped by hand. */
class BulkRetriesIT {

    private static final DestinationName X = new DestinationName("x");
    private static final CallingOperator OPS = new CallingOperator("ops");
    private static final int MANY = 1_050;
    private static final Pattern TOUCHED = Pattern.compile("actual rows=([0-9.]+) loops=([0-9]+)");
    private static final String WHOLE_PARTITION_READ = "Seq Scan on delivery.*actual rows=[1-9]";

    private static HikariDataSource pool;
    private static JdbcClient jdbc;
    private static BulkRetries retries;
    private static ResendingFixture fixture;
    private static AtomicInteger room;

    @BeforeAll
    static void connect() {
        Database database = TestDatabases.create().migrated();
        pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        jdbc = JdbcClient.create(pool);
        fixture = ResendingFixture.on(pool);
        room = new AtomicInteger();
        retries = new BulkRetries(
                new OperatorActions(pool, jdbc),
                new RetryMatches(jdbc, fixture.destinations()),
                fixture.resending(),
                new RetryJobs(jdbc),
                fixture.destinations(),
                NOBODY_HEARS);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate lead, delivery, retry_job, retry_job_item, operator_action, destination_state")
                .update();
        room.set(1_000);
    }

    private static final Outbox NOBODY_HEARS = new Outbox() {
        @Override
        public List<Entry> entries(Lead lead, Collection<DestinationName> destinations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ring(Collection<DestinationName> destinations) {
            // the engine is not there
        }
    };

    private static RetryRunner replica() {
        return new RetryRunner(
                pool,
                new RetryJobs(jdbc),
                fixture.resending(),
                destination -> room.get(),
                fixture.destinations(),
                NOBODY_HEARS,
                new Holds() {
                    @Override
                    public Standing of(DestinationName destination) {
                        return Standing.RUNNING;
                    }

                    @Override
                    public void refused(DestinationName destination, String reason) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public void taken(DestinationName destination, Instant askedAt) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Duration lease() {
                        return Duration.ofSeconds(30);
                    }
                });
    }

    /** So many leads received that long ago, with one delivery each that came to that. */
    private static void store(int leads, String destination, String status, String outcome, String ago) {
        jdbc.sql("""
                        with stored as (
                            insert into lead (id, source, received_at, disposition, destinations, campaign, document)
                            select new_lead_id(clock_timestamp() - :ago::interval, n), 'web',
                                clock_timestamp() - :ago::interval, 'ROUTED', array[:destination], 'spring',
                                '{"source": "web", "enquiryDateTime": "2026-11-21T10:20:59Z", "contact": {"firstName": "Ada",
                                  "lastName": "Lovelace", "emailAddress": "ada@example.com", "address": {}},
                                  "optInConsents": {}, "attributes": {}}'::jsonb
                            from generate_series(1, :leads) as n
                            returning id, received_at)
                        insert into delivery (lead_id, destination, status, outcome, age_from, due_at, settled_at,
                            hold_reason, errors)
                        select id, :destination, :status, :outcome, received_at,
                            case when :status = 'PENDING' then received_at end,
                            case when :status not in ('PENDING', 'HELD') then received_at end,
                            case when :status = 'HELD' then 'why' end,
                            '[{"message": "The campaign has ended."}]'
                        from stored
                        """)
                .param("leads", leads)
                .param("destination", destination)
                .param("status", status)
                .param("outcome", outcome)
                .param("ago", ago)
                .update();
    }

    private static int pending() {
        return jdbc.sql("select count(*) from delivery where status = 'PENDING'")
                .query(Integer.class)
                .single();
    }

    private static RetryFilter all() {
        return new RetryFilter(null, null, null, null, null, null, null);
    }

    private static List<String> audit() {
        return jdbc.sql("select action || ' ' || target || ' ' || count || ' ' || coalesce(reason, '-')"
                        + " from operator_action order by id")
                .query(String.class)
                .list();
    }

    @Test
    void aDryRunCountsWhatTheFilterFitsAndSendsNothing() {
        store(3, "x", "REJECTED", "REJECTED_CONFIGURATION", "1 hour");
        store(4, "x", "REJECTED", "REJECTED_DATA", "3 days");
        store(5, "y", "DEAD", "FAILED", "1 hour");
        store(6, "x", "HELD", "UNKNOWN", "1 hour");
        store(7, "x", "CANCELLED", "FAILED", "1 hour");
        store(8, "x", "PENDING", "FAILED", "1 hour");
        store(9, "x", "DELIVERED", "ACCEPTED", "1 hour");
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));

        assertThat(count(all())).isEqualTo(18);
        assertThat(count(filter(X, null, null))).isEqualTo(13);
        assertThat(count(filter(null, DeliveryStatus.DEAD, null))).isEqualTo(5);
        assertThat(count(filter(X, DeliveryStatus.REJECTED, Outcome.REJECTED_CONFIGURATION)))
                .isEqualTo(3);
        assertThat(count(filter(X, DeliveryStatus.CANCELLED, null))).isEqualTo(7);
        assertThat(count(filter(X, DeliveryStatus.PENDING, null))).isEqualTo(8);
        assertThat(count(new RetryFilter(null, null, null, null, null, yesterday, null)))
                .isEqualTo(14);
        assertThat(count(new RetryFilter(null, null, null, null, null, null, yesterday)))
                .isEqualTo(4);
        assertThat(count(new RetryFilter(null, null, null, "spring", "The campaign has ended.", null, null)))
                .isEqualTo(18);
        assertThat(count(new RetryFilter(null, null, null, "autumn", null, null, null)))
                .isZero();
        assertThat(count(new RetryFilter(null, null, null, null, "Something else.", null, null)))
                .isZero();
        assertThat(pending()).isEqualTo(8);
        assertThat(audit()).isEmpty();
    }

    @Test
    void eachLookGoesAlongTheIndexOfItsStatus() {
        store(20_000, "x", "DELIVERED", "ACCEPTED", "1 hour");
        store(20, "x", "REJECTED", "REJECTED_DATA", "1 hour");
        store(20, "x", "PENDING", "FAILED", "1 hour");
        store(20, "x", "CANCELLED", "FAILED", "1 hour");
        jdbc.sql("analyze lead, delivery").update();

        for (RetryFilter filter :
                List.of(filter(X, null, null), filter(X, DeliveryStatus.REJECTED, Outcome.REJECTED_DATA))) {
            assertThat(plan(filter))
                    .contains("_destination_status_outcome_")
                    .doesNotContainPattern(WHOLE_PARTITION_READ);
        }
        assertThat(plan(filter(X, DeliveryStatus.PENDING, null)))
                .contains("_destination_due_at_")
                .doesNotContainPattern(WHOLE_PARTITION_READ);
        assertThat(plan(filter(X, DeliveryStatus.CANCELLED, null))).doesNotContainPattern(WHOLE_PARTITION_READ);
    }

    /** While nobody has counted what is in the new list, too: it once took 3 s a step. */
    @Test
    void aStepTouchesNoMoreOfALongListThanItTakesOffIt() {
        UUID job = UUID.randomUUID();
        new RetryJobs(jdbc).open(job, "ops");
        jdbc.sql("""
                        insert into retry_job_item
                        select :job, 'x', new_lead_id(clock_timestamp(), n), 'DEAD', 0
                        from generate_series(1, 5000) as n
                        """).param("job", job).update();

        List<LeadId> next = new RetryJobs(jdbc)
                .next(new RetryJobs.Leased(job, 1), X, new LeadId(new UUID(0, 0)), 8).stream()
                        .map(Found::leadId)
                        .toList();
        List<String> plan = new ArrayList<>(jdbc.sql("explain (analyze, timing off) " + RetryJobs.NEXT)
                .param("id", job)
                .param("destination", "x")
                .param("after", new UUID(0, 0))
                .param("most", 8)
                .query(String.class)
                .list());
        plan.addAll(jdbc.sql("explain (analyze, timing off) " + RetryJobs.TAKE_OFF)
                .param("id", job)
                .param("destination", "x")
                .param("leadIds", next.stream().map(LeadId::toString).toArray(String[]::new))
                .query(String.class)
                .list());

        assertThat(next).hasSize(8);
        assertThat(plan).allSatisfy(line -> {
            Matcher rows = TOUCHED.matcher(line);
            if (rows.find()) {
                assertThat(Double.parseDouble(rows.group(1)) * Integer.parseInt(rows.group(2)))
                        .as(line)
                        .isLessThanOrEqualTo(8);
            }
        });
    }

    private static String plan(RetryFilter filter) {
        RetryMatches.Query query = new RetryMatches(jdbc, fixture.destinations()).query(filter);
        return String.join(
                "\n",
                jdbc.sql("explain (analyze, timing off) " + query.sql())
                        .params(query.parameters())
                        .query(String.class)
                        .list());
    }

    private static RetryFilter filter(
            @Nullable DestinationName destination, @Nullable DeliveryStatus status, @Nullable Outcome outcome) {
        return new RetryFilter(destination, status, outcome, null, null, null, null);
    }

    private static long count(RetryFilter filter) {
        BulkRetries.Result result = retries.dryRun(filter);
        assertThat(result.retried()).isZero();
        assertThat(result.dryRun()).isTrue();
        return result.matched();
    }

    @Test
    void aFewAreSentAtOnceAndTheErasedStay() {
        store(30, "x", "REJECTED", "REJECTED_CONFIGURATION", "1 hour");
        jdbc.sql("update lead set disposition = 'ERASED' where id = (select min(id::text)::uuid from lead)")
                .update();

        assertThat(retries.retry(filter(X, DeliveryStatus.REJECTED, null), OPS, "the campaign is open again"))
                .isEqualTo(new BulkRetries.Result(29, 29, false, null));
        assertThat(retries.retry(filter(X, DeliveryStatus.REJECTED, null), OPS, "again"))
                .isEqualTo(new BulkRetries.Result(0, 0, false, null));

        assertThat(pending()).isEqualTo(29);
        assertThat(audit()).containsExactly("bulk-retry x REJECTED 29 the campaign is open again");
    }

    @Test
    void manyAreAJobThatSendsWhatThereIsRoomForUntilAllAreSent() {
        store(MANY, "x", "DEAD", "FAILED", "1 hour");
        UUID job = begin();
        jdbc.sql("update delivery set status = 'CANCELLED' where lead_id in (select lead_id from delivery limit 50)")
                .update();
        RetryRunner replica = replica();

        replica.look();
        replica.step();
        assertThat(pending()).as("no more than so many a step").isLessThanOrEqualTo(10);
        room.set(0);
        int before = pending();
        replica.step();
        assertThat(pending()).as("no room").isEqualTo(before);
        room.set(3);
        for (int step = 0; step <= MANY / 3; step++) {
            replica.step();
        }

        assertThat(retries.job(job)).hasValue(new RetryJob(job, RetryJob.State.DONE, MANY, MANY - 50));
        assertThat(pending()).isEqualTo(MANY - 50);
        assertThat(retries.running()).isEmpty();
        assertThat(items()).isZero();
        assertThat(retries.stop(job, OPS, null).orElseThrow().state()).isEqualTo(RetryJob.State.DONE);
        assertThat(audit()).containsExactly("bulk-retry DEAD " + MANY + " after the outage");
    }

    /** And holds up neither the rest of its job nor the other one. */
    @Test
    void whatSomebodyHasLockedWaitsOnTheList() {
        store(MANY, "x", "DEAD", "FAILED", "1 hour");
        UUID job = begin();
        RetryRunner replica = replica();
        replica.look();

        new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(forgotten -> {
            jdbc.sql("select from delivery where lead_id in (select lead_id from delivery order by lead_id limit 3)"
                            + " for update")
                    .query((row, number) -> number)
                    .list();
            CompletableFuture.runAsync(() -> {
                        for (int step = 0; step <= MANY / 10 + 2; step++) {
                            replica.step();
                        }
                    })
                    .join();
            assertThat(retries.job(job)).hasValue(new RetryJob(job, RetryJob.State.RUNNING, MANY, MANY - 3));
        });
        replica.step();

        assertThat(retries.job(job)).hasValue(new RetryJob(job, RetryJob.State.DONE, MANY, MANY));
        assertThat(pending()).isEqualTo(MANY);
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        store(3, "x", "REJECTED", "REJECTED_DATA", "1 hour");
        jdbc.sql("update lead set document = '[]' where id = (select min(id::text)::uuid from lead)")
                .update();

        assertThat(retries.retry(filter(X, null, null), OPS, null))
                .isEqualTo(new BulkRetries.Result(3, 2, false, null));
    }

    @Test
    void stoppingAJobStopsIt() {
        store(MANY, "x", "DEAD", "FAILED", "1 hour");
        UUID job = begin();
        RetryRunner replica = replica();
        replica.look();
        replica.step();
        int sent = pending();

        RetryJob stopped = retries.stop(job, OPS, "enough").orElseThrow();
        replica.step();
        replica.look();
        replica.step();

        assertThat(stopped).isEqualTo(new RetryJob(job, RetryJob.State.STOPPED, MANY, sent));
        assertThat(retries.stop(job, OPS, "again")).hasValue(stopped);
        assertThat(pending()).isEqualTo(sent).isEqualTo(10);
        assertThat(items()).isZero();
        assertThat(audit())
                .containsExactly(
                        "bulk-retry DEAD " + MANY + " after the outage",
                        "cancel bulk-retry " + job + " " + (MANY - sent) + " enough");
        assertThat(retries.stop(UUID.randomUUID(), OPS, null)).isEmpty();
    }

    @Test
    void aJobWhoseReplicaDiesGoesOnAtAnotherAndIsSentOnce() {
        store(MANY, "x", "DEAD", "FAILED", "1 hour");
        UUID job = begin();
        RetryRunner dying = replica();
        RetryRunner other = replica();
        dying.look();
        dying.step();
        other.look();
        other.step();
        assertThat(pending()).as("it is not the other's yet").isEqualTo(10);

        jdbc.sql("update retry_job set leased_until = clock_timestamp() - interval '1 s'")
                .update();
        other.look();
        dying.step();
        assertThat(pending()).as("whoever lost it does nothing more").isEqualTo(10);
        for (int step = 0; step <= MANY / 10; step++) {
            other.step();
        }

        assertThat(retries.job(job)).hasValue(new RetryJob(job, RetryJob.State.DONE, MANY, MANY));
        assertThat(jdbc.sql("select count(*) from delivery where status = 'PENDING' and attempt = 0")
                        .query(Integer.class)
                        .single())
                .isEqualTo(MANY);
    }

    @Test
    void aReplicaThatStopsGivesItsJobsBack() {
        store(MANY, "x", "DEAD", "FAILED", "1 hour");
        begin();
        RetryRunner stopping = replica();
        RetryRunner other = replica();
        stopping.look();

        stopping.stop();
        other.look();
        other.step();

        assertThat(pending()).isEqualTo(10);
    }

    private static UUID begin() {
        BulkRetries.Result begun = retries.retry(filter(null, DeliveryStatus.DEAD, null), OPS, "after the outage");
        assertThat(begun.matched()).isEqualTo(MANY);
        assertThat(begun.retried()).isZero();
        assertThat(pending()).isZero();
        UUID job = begun.jobId();
        assertThat(job).isNotNull();
        assertThat(retries.running()).containsExactly(new RetryJob(job, RetryJob.State.RUNNING, MANY, 0));
        return job;
    }

    private static int items() {
        return jdbc.sql("select count(*) from retry_job_item")
                .query(Integer.class)
                .single();
    }
}
