package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.platform.KeyedHashes;
import com.leadrouter.platform.RemoteCallsFixture;
import com.leadrouter.postgres.Database;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What a replica needs to pull the customers of one destination, without Spring; several on one database share it. */
final class PullReplica implements AutoCloseable {

    static final DestinationName NAME = new DestinationName("kapture");

    private static final String PREFIX = "lead-router.destinations.kapture";

    private final HikariDataSource pool = new HikariDataSource();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final KapturePulls pulls;
    private final PullLoop loop;
    private final Puller puller;

    PullReplica(Database database, CustomerPages pages, Holds holds, Map<String, String> settings) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(3);
        JdbcClient jdbc = JdbcClient.create(pool);
        pulls = new KapturePulls(pool, jdbc);
        ToldCustomers customers = new ToldCustomers(
                TransactionOperations.withoutTransaction(), jdbc, new PersonHashes(KeyedHashes.with("a secret")));
        Tenant tenant = new Tenant(NAME, settings(settings), pages);
        KaptureTenants tenants = new KaptureTenants();
        tenants.opened(tenant);
        PullMetrics metrics = new PullMetrics(meters);
        loop = new PullLoop(tenant, pulls, customers, holds, metrics);
        puller = new Puller(tenants, pulls, customers, holds, metrics);
    }

    static KaptureSettings settings(Map<String, String> further) {
        Map<String, String> properties = new HashMap<>(Map.of(
                PREFIX + ".base-url", "https://example.kapturecrm.com",
                PREFIX + ".auth-key", "key",
                PREFIX + ".pull.every", "0",
                PREFIX + ".pull.date-form", "date-time"));
        further.forEach((key, value) -> properties.put(PREFIX + "." + key, value));
        return RemoteCallsFixture.settings(properties).bind(PREFIX, KaptureSettings.class);
    }

    KapturePulls pulls() {
        return pulls;
    }

    /** To be stepped by hand. */
    PullLoop loop() {
        return loop;
    }

    /** To be started and stopped. */
    Puller puller() {
        return puller;
    }

    int counted(PullMetrics.Result result) {
        return (int) new PullMetrics(meters).ended(NAME, result).count();
    }

    @Override
    public void close() {
        pool.close();
    }
}
