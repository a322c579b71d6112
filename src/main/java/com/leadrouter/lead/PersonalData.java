package com.leadrouter.lead;

/**
 * Implemented by whoever owns tables that say something of persons: forgets some of them. Beans of this type are asked in
 * their order ({@code @Order}), which is the order in which everyone locks their tables.
 */
public interface PersonalData {

    int LEADS = 1;
    int OPERATIONS = 2;
    int DELIVERIES = 3;
    int CUSTOMERS = 4;

    /** Last, since new leads wait for who has locked their keys and windows. */
    int INTAKE = 5;

    /**
     * Forgets them, in the transaction of the caller, whatever else is under way. What has been forgotten before is not
     * found again, and counts nothing.
     */
    void forget(Erasure erasure, Tally tally);
}
