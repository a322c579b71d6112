package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Withheld;
import java.util.function.Predicate;

/**
 * What counts against a destination in its circuit breaker ({@code record-result-predicate}): no connection, no answer,
 * 5xx. Who refuses our data or credentials is well.
 */
public final class FailedExchange implements Predicate<Object> {

    @Override
    public boolean test(Object result) {
        return result instanceof Exchange exchange && isFailure(exchange);
    }

    private static boolean isFailure(Exchange exchange) {
        return switch (exchange) {
            case Answered answer -> answer.is5xx();
            case NeverSent never -> true;
            case NoAnswer none -> true;
            case Withheld withheld -> false;
        };
    }
}
