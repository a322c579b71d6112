package com.leadrouter.intake;

import com.leadrouter.platform.Written;
import java.util.List;
import org.springframework.dao.DataAccessException;

/**
 * Makes arrivals durable. What it returns has been committed; a database that is away is thrown as
 * {@link org.springframework.dao.DataAccessException}, and then nothing of the arrival is stored.
 */
@FunctionalInterface
interface Acceptance {

    Taken take(Arrival arrival);

    /** Takes these in together; here one by one. */
    default List<Written<Taken>> takeTogether(List<Arrival> arrivals) {
        return arrivals.stream().map(this::tryToTake).toList();
    }

    private Written<Taken> tryToTake(Arrival arrival) {
        try {
            return new Written.Done<>(take(arrival));
        } catch (DataAccessException e) {
            return new Written.Failed<>(e);
        }
    }
}
