package com.leadrouter.delivery;

/**
 * Whose turn it is when more is due than can be on its way: the turns alternate, so that what comes in fresh does not
 * wait behind a day's backlog, nor the backlog behind what comes in fresh.
 */
enum Turn {
    OLDEST_FIRST("asc"),
    NEWEST_FIRST("desc");

    private final String direction;

    Turn(String direction) {
        this.direction = direction;
    }

    String direction() {
        return direction;
    }

    Turn next() {
        return this == OLDEST_FIRST ? NEWEST_FIRST : OLDEST_FIRST;
    }
}
