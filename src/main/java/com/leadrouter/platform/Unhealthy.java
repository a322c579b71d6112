package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Withheld;
import java.util.function.Predicate;

/**
 * Which exchanges a circuit breaker counts against a destination, named in the breakers' default configuration: those
 * that show that it is ill. A refusal, of a lead or of our key, is a healthy answer.
 */
public final class Unhealthy implements Predicate<Object> {

    @Override
    public boolean test(Object result) {
        return result instanceof Exchange exchange
                && switch (exchange) {
                    case Answered answer -> answer.is5xx();
                    case NeverSent unreachable -> true;
                    case NoAnswer lost -> true;
                    case Withheld ours -> false;
                };
    }
}
