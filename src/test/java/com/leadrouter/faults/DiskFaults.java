package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Required;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.util.unit.DataSize;

/**
 * PostgreSQL has no room left: for its tables, where it refuses statement after statement, or for its log, where it
 * gives up altogether.
 */
final class DiskFaults {

    private static final DataSize ROOM = DataSize.ofMegabytes(64);
    /** The pool's time-out is 1 s; the rest is for a machine that has much else to do. */
    private static final Duration QUICKLY = Duration.ofSeconds(5);

    private static final Duration PATIENT = Duration.ofSeconds(15);

    private final String part;
    private @Nullable SmallDisk disk;

    private DiskFaults(String part) {
        this.part = part;
    }

    static List<Row> rows(Form form) {
        Duration time = form.pick(Duration.ofSeconds(4), Duration.ofSeconds(20));
        DiskFaults tables = new DiskFaults("base");
        DiskFaults log = new DiskFaults("pg_wal");
        boolean possible = SmallDisk.isPossible();
        return List.of(
                Row.of("the disk of the tables is full", tables.full(time))
                        .prepared(tables::moveIn, tables::moveOut)
                        .needing(Required.MOUNT, possible, "no right to mount a file system")
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of("the disk of the write-ahead log is full", log.fullToTheEnd(time))
                        .prepared(log::moveIn, log::moveOut)
                        .needing(Required.MOUNT, possible, "no right to mount a file system")
                        .withClientsWaiting(PATIENT)
                        .doubling());
    }

    private void moveIn(Cluster cluster) {
        MortalPostgres postgres = cluster.postgres();
        disk = cluster.stopping(
                new SmallDisk(DataSize.ofBytes(postgres.size(part).toBytes() + ROOM.toBytes())));
        postgres.move(part, disk.directory());
        cluster.replicas().forEach(ReplicaProcess::awaitReady);
    }

    private void moveOut(Cluster cluster) throws Exception {
        disk().free();
        cluster.postgres().takeBack(part);
        cluster.stop(disk());
    }

    private SmallDisk disk() {
        if (disk == null) {
            throw new IllegalStateException("not prepared");
        }
        return disk;
    }

    private Fault full(Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            disk().fill();
            told.awaitUnavailable(Duration.ofSeconds(20));
            Cluster.lasting(time);
            assertThat(cluster.postgres().isRunning()).as("PostgreSQL lives").isTrue();
            disk().free();
            load.awaitAll();
            Recovery.assertComplete(cluster);
            return "for %d s: %s".formatted(time.toSeconds(), told.inTime(QUICKLY));
        };
    }

    private Fault fullToTheEnd(Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            within(
                    Duration.ofSeconds(30),
                    () -> assertThat(usesUpItsLog(cluster)).isFalse());
            Cluster.lasting(time);
            boolean goesOnByItself = cluster.postgres().isRunning();
            disk().free();
            if (!goesOnByItself) {
                cluster.postgres().startAgain();
            }
            load.awaitAll();
            Recovery.assertComplete(cluster);
            return "PostgreSQL %s; for %d s: %s"
                    .formatted(
                            goesOnByItself ? "started again and again" : "ended, and was started again",
                            time.toSeconds(),
                            told.inTime(QUICKLY));
        };
    }

    /** Begins a new segment of the log; whether there was still one to be had. */
    private boolean usesUpItsLog(Cluster cluster) {
        disk().fill();
        try {
            cluster.jdbc()
                    .sql("select pg_switch_wal() from pg_create_restore_point('full')")
                    .query(String.class)
                    .single();
            return true;
        } catch (DataAccessException panic) {
            return false;
        }
    }
}
