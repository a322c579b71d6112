package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Resending.Found;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code retry_job} and {@code retry_job_item}: re-sending in bulk that goes on in the background. A job is run by
 * the replica that holds its lease; the number of the lease is the fence of what it does.
 */
@Component
final class RetryJobs {

    private static final String OPEN = """
            insert into retry_job (id, requested_by, matched)
            values (:id, :operator, 0)
            """;

    private static final String MATCHED = """
            update retry_job
            set matched = :matched
            where id = :id
            """;

    private static final String FIND = """
            select id, state, matched, retried
            from retry_job
            where id = :id
            """;

    private static final String RUNNING = """
            select id, state, matched, retried
            from retry_job
            where state = 'RUNNING'
            order by requested_at
            """;

    private static final String END = """
            update retry_job
            set state = :state, finished_at = clock_timestamp()
            where id = :id and state = 'RUNNING'
            """;

    private static final String FORGET_ITEMS = """
            delete from retry_job_item
            where job_id = :id
            """;

    private static final String TAKE = """
            update retry_job
            set attempt = attempt + 1, leased_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id in (
                select id
                from retry_job
                where state = 'RUNNING' and leased_until <= clock_timestamp()
                for update skip locked)
            returning id, attempt
            """;

    // Locks the row to the end of the transaction: who stops the job or takes it over comes before or after.
    private static final String KEEP = """
            update retry_job
            set leased_until = clock_timestamp() + :lease * interval '1 millisecond', retried = retried + :retried
            where id = :id and attempt = :attempt and state = 'RUNNING'
            """;

    private static final String GIVE_BACK = """
            update retry_job
            set leased_until = clock_timestamp()
            where id = :id and attempt = :attempt and state = 'RUNNING'
            """;

    private static final String DESTINATIONS = """
            select distinct destination
            from retry_job_item
            where job_id = :id
            """;

    // After the last one: until the next vacuum what is off the list would be walked over again and again.
    static final String NEXT = """
            select lead_id, destination, status, attempt
            from retry_job_item
            where job_id = :id and destination = :destination and lead_id > :after
            order by lead_id
            limit :most
            """;

    // An array and not "in": for a list that is as new as this one the planner walks over all of it, for each of its
    // rows
    // once more.
    static final String TAKE_OFF = """
            delete from retry_job_item
            where job_id = :id and destination = :destination and lead_id = any (:leadIds::uuid[])
            """;

    /** A job that this replica runs. */
    record Leased(UUID id, long attempt) {}

    private final JdbcClient jdbc;

    RetryJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void open(UUID id, String operator) {
        jdbc.sql(OPEN).param("id", id).param("operator", operator).update();
    }

    void matched(UUID id, int matched) {
        jdbc.sql(MATCHED).param("id", id).param("matched", matched).update();
    }

    Optional<RetryJob> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query(RetryJob.class).optional();
    }

    List<RetryJob> running() {
        return jdbc.sql(RUNNING).query(RetryJob.class).list();
    }

    /** Whether it was running; then nothing more of it is sent. How many that leaves is what it answers. */
    Optional<Integer> end(UUID id, RetryJob.State state) {
        int ended = jdbc.sql(END).param("id", id).param("state", state.name()).update();
        return ended == 0
                ? Optional.empty()
                : Optional.of(jdbc.sql(FORGET_ITEMS).param("id", id).update());
    }

    /** All that nobody runs. */
    List<Leased> take(Duration lease) {
        return jdbc.sql(TAKE)
                .param("lease", lease.toMillis())
                .query((row, number) -> new Leased(row.getObject("id", UUID.class), row.getLong("attempt")))
                .list();
    }

    /** Renews the lease and counts what was sent; not where the job has been stopped, or taken over. */
    boolean keep(Leased job, Duration lease, int retried) {
        return jdbc.sql(KEEP)
                        .param("id", job.id())
                        .param("attempt", job.attempt())
                        .param("lease", lease.toMillis())
                        .param("retried", retried)
                        .update()
                > 0;
    }

    void giveBack(Leased job) {
        jdbc.sql(GIVE_BACK)
                .param("id", job.id())
                .param("attempt", job.attempt())
                .update();
    }

    List<DestinationName> destinations(Leased job) {
        return jdbc.sql(DESTINATIONS).param("id", job.id()).query(String.class).list().stream()
                .map(DestinationName::new)
                .toList();
    }

    /** The next on the job's list after that lead, in their order. */
    List<Found> next(Leased job, DestinationName destination, LeadId after, int most) {
        return jdbc.sql(NEXT)
                .param("id", job.id())
                .param("destination", destination.value())
                .param("after", after.value())
                .param("most", most)
                .query((row, number) -> new Found(
                        new LeadId(row.getObject("lead_id", UUID.class)),
                        new DestinationName(row.getString("destination")),
                        DeliveryStatus.valueOf(row.getString("status")),
                        row.getInt("attempt")))
                .list();
    }

    /** Takes them off the job's list. */
    void takeOff(Leased job, DestinationName destination, Collection<LeadId> leads) {
        jdbc.sql(TAKE_OFF)
                .param("id", job.id())
                .param("destination", destination.value())
                .param("leadIds", leads.stream().map(LeadId::toString).toArray(String[]::new))
                .update();
    }
}
