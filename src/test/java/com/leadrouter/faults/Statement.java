package com.leadrouter.faults;

/** The statements that matter, each recognised by words of its own: a replica sends their text with every execution. */
enum Statement {
    TAKE_IN("insert into intake_key as k"),
    /** Of a destination that asks for no order: one statement, committed by itself. */
    CLAIM("mine as (select lead_id, was_lost from due)"),
    SETTLE("settled as ("),
    RENEW("renewed as (");

    private final String mark;

    Statement(String mark) {
        this.mark = mark;
    }

    String mark() {
        return mark;
    }
}
