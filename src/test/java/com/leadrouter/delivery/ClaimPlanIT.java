package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How PostgreSQL goes about a claim with 200,000 settled and 200,000 waiting deliveries. */
class ClaimPlanIT {

    private static final String FILL = """
            create temp table lead_number as
            select new_lead_id(clock_timestamp(), i) as id, i from generate_series(1, 200000) i;
            insert into lead (id, source, received_at, disposition, destinations, document)
            select id, 'web', now(), 'ROUTED', '{cap,kapture}', '{}' from lead_number;
            insert into delivery (lead_id, destination, status, due_at, age_from, phone_key, email_key, settled_at)
            select id, destination,
                case when i > 100000 then 'PENDING' else 'DELIVERED' end,
                case when i > 100000 then now() end,
                now(),
                case destination when 'kapture' then 'tel:+91' || i end,
                case destination when 'kapture' then 'mailto:' || i || '@example.com' end,
                case when i <= 100000 then now() end
            from lead_number, unnest(array['cap', 'kapture']) as destination;
            analyze;
            """;

    private static Database database;

    @BeforeAll
    static void fill() {
        database = TestDatabases.create().migrated();
        database.execute(FILL);
    }

    /** Both the plan for these very values and the one that a long-lived connection keeps for all. */
    @ParameterizedTest
    @CsvSource({
        "cap, false, OLDEST_FIRST, force_custom_plan",
        "cap, false, NEWEST_FIRST, force_generic_plan",
        "kapture, true, OLDEST_FIRST, force_custom_plan",
        "kapture, true, OLDEST_FIRST, force_generic_plan",
        "kapture, true, NEWEST_FIRST, force_generic_plan"
    })
    void aClaimGoesByThePartialIndexes(String destination, boolean ordered, Turn turn, String plans) throws Exception {
        JsonNode plan = explain(destination, ordered, turn, plans);

        List<JsonNode> scans = scans(plan);
        assertThat(scans).as("nothing reads a whole table that has rows").noneSatisfy(scan -> {
            assertThat(scan.path("Node Type").asText()).isEqualTo("Seq Scan");
            assertThat(rowsTouched(scan)).isGreaterThan(100);
        });
        assertThat(scans)
                .anySatisfy(scan -> assertThat(scan.path("Index Name").asText()).contains("_due_at_"));
        if (ordered) {
            assertThat(scans)
                    .anySatisfy(
                            scan -> assertThat(scan.path("Index Name").asText()).contains("_phone_key_"));
            assertThat(scans)
                    .anySatisfy(
                            scan -> assertThat(scan.path("Index Name").asText()).contains("_email_key_"));
        }
        assertThat(scans).allSatisfy(scan -> assertThat(rowsTouched(scan)).isLessThanOrEqualTo(64));
    }

    private static JsonNode explain(String destination, boolean ordered, Turn turn, String plans)
            throws SQLException, IOException {
        String prepared = Ledger.claimSql(ordered, 16, turn)
                .replace(":destination", "$1")
                .replace(":lease", "$2")
                .replace(":probing", "$3")
                .replace(":inFlight", "$4");
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set plan_cache_mode = " + plans);
            statement.execute("prepare claim(text, bigint, boolean, text[]) as " + prepared);
            try (ResultSet result = statement.executeQuery(
                    "explain (analyze, format json) execute claim('" + destination + "', 30000, false, '{}')")) {
                result.next();
                return new ObjectMapper().readTree(result.getString(1)).get(0).path("Plan");
            } finally {
                connection.rollback();
            }
        }
    }

    private static List<JsonNode> scans(JsonNode node) {
        List<JsonNode> scans = new ArrayList<>();
        String relation = node.path("Relation Name").asText();
        if (node.path("Node Type").asText().contains("Scan")
                && (relation.startsWith("delivery") || relation.startsWith("lead"))) {
            scans.add(node);
        }
        node.path("Plans").forEach(below -> scans.addAll(scans(below)));
        return scans;
    }

    private static double rowsTouched(JsonNode scan) {
        double loops = scan.path("Actual Loops").asDouble();
        return loops
                * (scan.path("Actual Rows").asDouble()
                        + scan.path("Rows Removed by Filter").asDouble());
    }
}
