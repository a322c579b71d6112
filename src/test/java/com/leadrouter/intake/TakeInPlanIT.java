package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void theOtherLeadsDeliveriesAreLookedUpInOneMonth(String plans) throws Exception {
        Database database = TestDatabases.create().migrated();
        database.execute(FILL);

        List<JsonNode> scans = scansOfDeliveries(explain(database, plans)).stream()
                .filter(scan -> scan.path("Actual Loops").asInt() > 0)
                .toList();

        assertThat(scans).hasSize(1);
        assertThat(scans.getFirst().path("Index Name").asText()).endsWith("_pkey");
        assertThat(scans.getFirst().path("Actual Rows").asInt()).isEqualTo(2);
    }

    private static JsonNode explain(Database database, String plans) throws Exception {
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
            statement.execute("set plan_cache_mode = " + plans);
            statement.execute("prepare take_in as " + numbered);
            try (ResultSet result =
                    statement.executeQuery("explain (analyze, format json) execute take_in(" + values + ")")) {
                result.next();
                return new ObjectMapper().readTree(result.getString(1)).get(0).path("Plan");
            }
        }
    }

    private static List<JsonNode> scansOfDeliveries(JsonNode node) {
        List<JsonNode> scans = new ArrayList<>();
        if (node.path("Node Type").asText().contains("Scan")
                && node.path("Relation Name").asText().startsWith("delivery_")) {
            scans.add(node);
        }
        node.path("Plans").forEach(below -> scans.addAll(scansOfDeliveries(below)));
        return scans;
    }
}
