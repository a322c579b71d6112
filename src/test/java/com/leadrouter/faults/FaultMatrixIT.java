package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Nothing lost, nothing stuck, doubled only what may be: two replicas from the built jar, faults under load, and a judge
 * who counts. Some rows in every build, all by {@code ./mvnw verify -Pfaults}; the figures are in
 * {@code target/fault-matrix.md}.
 */
class FaultMatrixIT {

    private static final Form FORM = Form.current();
    private static final Path DIRECTORY = Path.of("target/faults");
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final FaultTable TABLE = new FaultTable(Path.of("target/fault-matrix.md"));
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(DIRECTORY);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> theMatrix() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(ProcessFaults.rows(FORM));
        rows.addAll(DatabaseFaults.rows(FORM));
        rows.addAll(DiskFaults.rows(FORM));
        rows.addAll(LockFaults.rows(FORM));
        rows.addAll(FailOver.rows(FORM));
        rows.addAll(DestinationFaults.rows(FORM));
        rows.addAll(OtherFaults.rows());
        String only = System.getProperty("lead-router.faults.only", "");
        return rows.stream()
                .filter(row -> only.isEmpty() ? row.isIn(FORM) : row.name().matches(only))
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> run(row)));
    }

    @TestFactory
    Stream<DynamicTest> theMeasures() {
        String only = System.getProperty("lead-router.faults.only", "");
        return Measures.all(FORM).entrySet().stream()
                .filter(measure ->
                        only.isEmpty() ? FORM == Form.LONG : measure.getKey().matches(only))
                .map(measure -> DynamicTest.dynamicTest(measure.getKey(), () -> {
                    cluster.heal();
                    TABLE.measured(measure.getValue().take(cluster));
                }));
    }

    private void run(Row row) throws Exception {
        row.need().ifPresent(need -> meet(row, need));
        cluster.heal();
        for (Partners.Partner partner : cluster.partners().both()) {
            partner.fails("always&delay=" + row.partnersTake().toMillis() + "ms");
        }
        row.before(cluster);
        Judge judge = new Judge(cluster);
        try (Load load = Load.start(cluster, FORM.leads(), FORM.perSecond(), Load.CLIENTS, row.clientsWait())) {
            load.awaitAccepted(FORM.leads() / 4);
            String notes = row.fault().strike(cluster, load);
            load.awaitAll();
            Verdict verdict = judge.judge(load, row.leastLate(), BOUND, notes);
            TABLE.add(row, verdict);
            verdict.assertAsPromised(row);
        } finally {
            row.after(cluster);
        }
        assertThat(linesThatNamePersons()).isEmpty();
    }

    private static void meet(Row row, Row.Need need) {
        if (!need.isThere()) {
            TABLE.skipped(row, need.otherwise());
        }
        need.what().orSkip(need.isThere(), need.otherwise());
    }

    private static List<String> linesThatNamePersons() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path log : Cluster.logsIn(DIRECTORY)) {
            try (Stream<String> lines = Files.lines(log)) {
                lines.filter(line -> line.contains(Load.FIRST_NAME)
                                || line.contains(Load.LAST_NAME)
                                || line.contains(Load.DOMAIN)
                                || line.contains("+9190000"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
