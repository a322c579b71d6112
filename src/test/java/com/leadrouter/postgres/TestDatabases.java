package com.leadrouter.postgres;

import java.util.concurrent.atomic.AtomicInteger;

/** One server for all tests of a JVM, a new database for whoever asks. */
public final class TestDatabases {

    private static final PostgresServer SERVER = start();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabases() {}

    private static PostgresServer start() {
        PostgresServer server = PostgresServer.any();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /** An empty database of one's own. */
    public static Database create() {
        return SERVER.createDatabase("test_" + NUMBER.incrementAndGet());
    }
}
