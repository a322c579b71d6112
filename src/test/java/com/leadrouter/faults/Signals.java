package com.leadrouter.faults;

/** Signals to processes that this JVM has started, by their ids. */
final class Signals {

    private Signals() {}

    static void send(String signal, long pid) {
        Command.run("kill", "-" + signal, Long.toString(pid));
    }
}
