package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two leads of one person, the older committing later, on two replicas: never both on their way at once. */
class OnePersonIT {

    private static final int ROUNDS = 500;

    /** One round: which leads are the person's, and when the older one is there for all to see. */
    private record Round(Set<LeadId> inFlight, CountDownLatch youngerFlies, CountDownLatch olderIsCommitted) {
        Round() {
            this(ConcurrentHashMap.newKeySet(), new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    private final Map<LeadId, Round> rounds = new ConcurrentHashMap<>();
    private final Queue<String> together = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(120)
    void neverBothOnTheirWayAtOnceAlthoughTheOlderCommitsLater() throws Exception {
        Database database = TestDatabases.create().migrated();
        StoredFixture stored = new StoredFixture(database.jdbc());
        LambdaCourier courier = new LambdaCourier(true, (delivery, log) -> carry(delivery.leadId()));

        try (TestEngine one = TestEngine.start(database, courier);
                TestEngine two = TestEngine.start(database, courier);
                Connection late = database.dataSource().getConnection();
                Connection early = database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            StoredFixture lateLeads = leads(late);
            StoredFixture earlyLeads = leads(early);
            for (int i = 0; i < ROUNDS; i++) {
                Round round = new Round();
                // The same person by phone, by e-mail, by both.
                String phone = i % 3 == 1 ? null : "tel:" + i;
                String email = i % 3 == 0 ? null : "mailto:" + i;
                LeadId older = lateLeads.newId();
                rounds.put(older, round);
                lateLeads.insert(older, phone, email);
                LeadId younger = earlyLeads.newId();
                rounds.put(younger, round);
                earlyLeads.insert(younger, phone, email);
                one.ring();
                two.ring();
                // By turns: the older one commits while the younger flies, or while both replicas claim.
                if (i % 2 == 0) {
                    assertThat(round.youngerFlies.await(20, TimeUnit.SECONDS)).isTrue();
                }
                late.commit();
                one.ring();
                two.ring();
                round.olderIsCommitted.countDown();
            }
            eventually(() -> assertThat(stored.count("status = 'DELIVERED'")).isEqualTo(2 * ROUNDS));
        }

        assertThat(together).isEmpty();
        assertThat(stored.count("attempt > 1")).as("taken over or given back").isZero();
        assertThat(database.jdbc()
                        .sql("select count(*) from person_in_flight")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private Accepted carry(LeadId lead) {
        Round round = rounds.get(lead);
        round.inFlight.add(lead);
        round.youngerFlies.countDown();
        try {
            // Long enough on its way for both replicas to look for more.
            if (round.olderIsCommitted.await(1, TimeUnit.SECONDS)) {
                new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (round.inFlight.size() > 1) {
            together.add(round.inFlight.toString());
        }
        round.inFlight.remove(lead);
        return new Accepted(null);
    }

    private static StoredFixture leads(Connection connection) {
        return new StoredFixture(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    }
}
