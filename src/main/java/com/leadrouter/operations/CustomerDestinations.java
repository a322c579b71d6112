package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Finds the destination that an address names, where it is one that can be asked for its customers. */
@Component
final class CustomerDestinations {

    private final Destinations destinations;
    private final CustomerDesk desk;

    CustomerDestinations(Destinations destinations, CustomerDesk desk) {
        this.destinations = destinations;
        this.desk = desk;
    }

    /**
     * What is answered for that destination; for none 404, for one without customers 409, and where the database takes too
     * long over it 400.
     */
    ResponseEntity<?> at(String name, HttpServletRequest request, Function<DestinationName, ResponseEntity<?>> answer) {
        Optional<DestinationName> named = destinations.names().stream()
                .filter(destination -> destination.value().equals(name))
                .findFirst();
        if (named.isEmpty()) {
            return Problem.of(ProblemType.NOT_FOUND, request).answer();
        }
        return desk.destinations().contains(named.get())
                ? inTime(named.get(), request, answer)
                : Problem.of(
                                ProblemType.NOT_POSSIBLE_NOW,
                                "A destination of this type cannot be asked for its customers.",
                                request)
                        .answer();
    }

    private static ResponseEntity<?> inTime(
            DestinationName destination,
            HttpServletRequest request,
            Function<DestinationName, ResponseEntity<?>> answer) {
        try {
            return answer.apply(destination);
        } catch (QueryTimeoutException e) {
            return Problem.of(ProblemType.SEARCH_TOO_BROAD, request).answer();
        }
    }
}
