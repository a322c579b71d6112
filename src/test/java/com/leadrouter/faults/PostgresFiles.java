package com.leadrouter.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** The data directory of a PostgreSQL. Whoever changes it has stopped the server. */
record PostgresFiles(Path directory) {

    /** For its owner alone, as PostgreSQL demands. */
    static PostgresFiles none() {
        try {
            return new PostgresFiles(Files.createTempDirectory("lead-router-faults"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PostgresFiles copy() {
        PostgresFiles copy = none();
        copy(directory, copy.directory);
        return copy;
    }

    /** From its next start on it is a standby, under that name, of the server at that port. */
    void follow(int primary, String name) {
        try {
            Files.createFile(directory.resolve("standby.signal"));
            Files.writeString(
                    directory.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'\n"
                            .formatted(primary, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves a part to another disk, and leaves a link. */
    void move(String part, Path disk) {
        Path here = directory.resolve(part);
        Path there = disk.resolve(part);
        copy(here, there);
        delete(here);
        try {
            Files.createSymbolicLink(here, there);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void takeBack(String part) {
        Path here = directory.resolve(part);
        try {
            Path there = Files.readSymbolicLink(here);
            Files.delete(here);
            copy(there, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataSize size(String part) {
        try (Stream<Path> all = Files.walk(directory.resolve(part))) {
            return DataSize.ofBytes(
                    all.mapToLong(file -> file.toFile().length()).sum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's process, unless it was stopped in order. */
    Optional<Long> postmaster() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("postmaster.pid"));
            return lines.stream().findFirst().map(Long::valueOf);
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        delete(directory);
    }

    private static void copy(Path from, Path to) {
        try {
            FileSystemUtils.copyRecursively(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
