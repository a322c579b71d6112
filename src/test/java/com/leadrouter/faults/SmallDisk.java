package com.leadrouter.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** A file system of its own, in memory, that can be filled to the last byte. Only root may make one. */
final class SmallDisk implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final Path directory;
    private final Path ballast;

    SmallDisk(DataSize size) {
        try {
            directory = Files.createTempDirectory("lead-router-disk");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ballast = directory.resolve("ballast");
        Command.run("mount", "-t", "tmpfs", "-o", "size=" + size.toBytes(), "tmpfs", directory.toString());
    }

    static boolean isPossible() {
        try {
            Path directory = Files.createTempDirectory("lead-router-disk");
            String where = directory.toString();
            boolean possible =
                    Command.succeeds("mount", "-t", "tmpfs", "tmpfs", where) && Command.succeeds("umount", where);
            FileSystemUtils.deleteRecursively(directory);
            return possible;
        } catch (IOException e) {
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    /** Until there is no room left; what was freed meanwhile is taken again. */
    void fill() {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            // That is what it is for.
        }
    }

    void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Command.run("umount", directory.toString());
        Files.delete(directory);
    }
}
