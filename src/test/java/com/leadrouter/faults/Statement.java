package com.leadrouter.faults;

import java.util.function.Predicate;

/** The statements that matter, each recognised by words of its own: a replica sends their text with every execution. */
enum Statement implements Predicate<String> {
    TAKE_IN("insert into intake_key as k", false),
    /** Of a destination that asks for no order: one statement, committed by itself. */
    CLAIM("mine as (select lead_id, was_lost from due)", false),
    SETTLE("settled as (", false),
    COMMIT_OF_SETTLE("settled as (", true),
    RENEW("renewed as (", false);

    private static final String COMMIT = "COMMIT";

    private final String words;
    private final boolean commit;

    Statement(String words, boolean commit) {
        this.words = words;
        this.commit = commit;
    }

    /** How a commit is named here: with the text of the statement before it. */
    static String named(String text, String before) {
        return text.equals(COMMIT) ? COMMIT + " " + before : text;
    }

    @Override
    public boolean test(String named) {
        return named.startsWith(COMMIT) == commit && named.contains(words);
    }
}
