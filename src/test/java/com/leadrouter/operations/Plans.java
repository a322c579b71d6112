package com.leadrouter.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How PostgreSQL goes about a statement, with the plan for these very values or the one for all of them. */
record Plans(Database database, String mode, Map<String, String> values) {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");

    /** What it reads of tables, with how much it really was. */
    List<JsonNode> scans(String sql) {
        return scans(explain(sql));
    }

    private JsonNode explain(String sql) {
        Set<String> names = PARAMETER
                .matcher(sql)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> order = List.copyOf(names);
        String numbered =
                PARAMETER.matcher(sql).replaceAll((MatchResult name) -> "\\$" + (order.indexOf(name.group(1)) + 1));
        String arguments = order.isEmpty()
                ? ""
                : order.stream()
                        .map(name -> values.getOrDefault(name, "null"))
                        .collect(Collectors.joining(", ", "(", ")"));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = " + mode);
            statement.execute("prepare question as " + numbered);
            try (ResultSet result =
                    statement.executeQuery("explain (analyze, format json) execute question" + arguments)) {
                result.next();
                return new ObjectMapper().readTree(result.getString(1)).get(0).path("Plan");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double rowsTouched(JsonNode scan) {
        return scan.path("Actual Loops").asDouble()
                * (scan.path("Actual Rows").asDouble()
                        + scan.path("Rows Removed by Filter").asDouble());
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
