package com.leadrouter.lead;

/**
 * Implemented by whoever owns tables that say something of persons: forgets some of them. Beans of this type are asked in
 * their order ({@code @Order}), which is the order in which everyone locks their tables.
 */
public interface PersonalData {

    int LEADS = 1;
    int DELIVERIES = 2;
    int INTAKE = 3;
    int OPERATIONS = 4;
    int CUSTOMERS = 5;

    /**
     * Forgets them, in the transaction of the caller, whatever else is under way. What has been forgotten before is not
     * found again, and counts nothing.
     */
    void forget(Erasure erasure, Tally tally);
}
