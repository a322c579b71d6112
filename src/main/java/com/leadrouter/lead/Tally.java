package com.leadrouter.lead;

import java.util.Map;
import java.util.TreeMap;

/** What an erasure comes to, counted while it is under way. */
public final class Tally {

    private final Map<String, Integer> rows = new TreeMap<>();
    private int leads;
    private int deliveriesCancelled;
    private int customers;

    /** So many rows of that table had something to forget. */
    public void forgot(String table, int number) {
        if (number > 0) {
            rows.merge(table, number, Integer::sum);
        }
    }

    public void leads(int number) {
        leads += number;
    }

    public void deliveriesCancelled(int number) {
        deliveriesCancelled += number;
    }

    public void customers(int number) {
        customers += number;
    }

    public int leads() {
        return leads;
    }

    public int deliveriesCancelled() {
        return deliveriesCancelled;
    }

    public int customers() {
        return customers;
    }

    public Map<String, Integer> rows() {
        return Map.copyOf(rows);
    }
}
