package com.leadrouter.faults;

/** Something that goes wrong under load, from its beginning to its end. */
@FunctionalInterface
interface Fault {

    /** Strikes and heals; answers what is worth a note in the table, or nothing. */
    String strike(Cluster cluster, Load load) throws Exception;
}
