package com.leadrouter.operations;

import com.leadrouter.delivery.Arrivals.Arrival;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an erasure came to: how many leads, open deliveries and customers it concerned, in which tables rows had something to
 * forget, and which destinations have the leads of the person already, since there we cannot erase.
 */
public record ErasureReceipt(
        int leadsErased,
        int deliveriesCancelled,
        int customersErased,
        Map<String, Integer> erased,
        List<Arrival> alreadyDelivered) {

    public ErasureReceipt {
        erased = Collections.unmodifiableMap(new TreeMap<>(erased));
        alreadyDelivered = List.copyOf(alreadyDelivered);
    }

    /** To how many something was done. */
    int count() {
        if (leadsErased > 0) {
            return leadsErased;
        }
        return customersErased > 0
                ? customersErased
                : erased.values().stream().mapToInt(Integer::intValue).sum();
    }
}
