package com.leadrouter.faults;

import java.nio.file.Path;

/** The Java that runs this. */
final class Jvm {

    private Jvm() {}

    static String java() {
        return tool("java");
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
