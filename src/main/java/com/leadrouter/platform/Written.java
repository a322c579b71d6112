package com.leadrouter.platform;

/** What became of one item of a group that was written together. */
public sealed interface Written<O> {

    /** It is durable. */
    record Done<O>(O result) implements Written<O> {}

    /** It may not be; the others of its group may be all the same. */
    record Failed<O>(RuntimeException why) implements Written<O> {}
}
