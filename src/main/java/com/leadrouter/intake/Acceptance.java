package com.leadrouter.intake;

/**
 * Makes arrivals durable. What it returns has been committed; a database that is away is thrown as
 * {@link org.springframework.dao.DataAccessException}, and then nothing of the arrival is stored.
 */
@FunctionalInterface
interface Acceptance {

    Taken take(Arrival arrival);
}
