package com.leadrouter.operations;

import java.util.Locale;

/** What operators can do; the word of each is what the audit shows. */
enum OperatorAction {
    RETRY,
    CANCEL,
    BULK_RETRY,
    PAUSE,
    RESUME,
    CORRECT,
    ERASE,
    PULL;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
