package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL goes about taking in a lead whose window another one has open. */
class TakeInPlanIT {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");

    private static final String HASH = "ab".repeat(32);

    private static final String FILL = """
            insert into lead (id, source, received_at, disposition, destinations, document)
            select new_lead_id(clock_timestamp(), i), 'web', now(), 'ROUTED', '{cap,kapture}', '{}'
            from generate_series(1, 20000) i;
            insert into delivery (lead_id, destination, status, age_from, settled_at)
            select id, destination, 'DELIVERED', now(), now() from lead, unnest(destinations) as destination;
            insert into intake_fingerprint (fingerprint, lead_id, expires_at)
            select decode('%s', 'hex'), id, now() + interval '1 hour' from lead limit 1;
            analyze;
            """.formatted(HASH);

    private static final Map<String, String> ONE_LEAD = Map.of(
            "keep", "1000",
            "sources", "'{web}'",
            "hashes", "'{00}'",
            "fingerprints", "'{" + HASH + "}'",
            "windows", "'{300000}'",
            "dispositions", "'{ROUTED}'",
            "destinations", "'{cap}'",
            "documents", "'{\"{}\"}'");

    private static final String LOOKED_AT = """
            select relname, seq_scan, idx_scan
            from pg_stat_xact_user_tables
            where relname like 'delivery\\_2%' and seq_scan + idx_scan > 0
            """;

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void theOtherLeadsDeliveriesAreLookedUpInOneMonth(String plans) throws Exception {
        Database database = TestDatabases.create().migrated();
        database.execute(FILL);

        assertThat(looksAtDeliveries(database, plans)).singleElement().isEqualTo(new Looks(0, 1));
    }

    private record Looks(long throughAll, long byIndex) {}

    private static List<Looks> looksAtDeliveries(Database database, String plans) throws Exception {
        Set<String> names = PARAMETER
                .matcher(NewLeads.STORE)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> order = List.copyOf(names);
        String numbered = PARAMETER
                .matcher(NewLeads.STORE)
                .replaceAll((MatchResult name) -> "\\$" + (order.indexOf(name.group(1)) + 1));
        String values =
                order.stream().map(name -> ONE_LEAD.getOrDefault(name, "'{}'")).collect(Collectors.joining(", "));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set plan_cache_mode = " + plans);
            statement.execute("prepare take_in as " + numbered);
            statement.execute("execute take_in(" + values + ")");
            List<Looks> looks = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(LOOKED_AT)) {
                while (rows.next()) {
                    looks.add(new Looks(rows.getLong("seq_scan"), rows.getLong("idx_scan")));
                }
            }
            return looks;
        }
    }
}
