package com.leadrouter.kapture;

import com.leadrouter.kapture.PullReading.Customers;
import com.leadrouter.kapture.PullReading.Garbled;
import com.leadrouter.kapture.PullReading.Told;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.RemoteCall;
import com.leadrouter.platform.Streamed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link CustomerPages} of one Kapture tenant over HTTP. */
final class KapturePull implements CustomerPages {

    private static final Logger log = LoggerFactory.getLogger(KapturePull.class);

    private final DestinationName destination;
    private final KaptureSettings settings;
    private final RemoteCall gets;
    private final RemoteCall pulls;
    private final CustomerReader customers;

    /** @param remote the deliveries' own, so that its guards see all calls to the tenant */
    KapturePull(DestinationName destination, KaptureSettings settings, RemoteCall remote) {
        this.destination = destination;
        this.settings = settings;
        this.gets = remote;
        this.pulls = remote.withResponseTimeout(settings.pull().responseTimeout());
        this.customers = new CustomerReader(settings.timeZone());
    }

    @Override
    public PullAnswer pull(PullWindow window, Consumer<RemoteCustomer> each) {
        Streamed<PullReading> answer = pulls.postJson(
                settings.paths().pull(),
                authorization(settings.pullKey()),
                body(window),
                new PullReader(customers, each));
        return switch (answer) {
            case Streamed.Read(var reading) -> ofPull(reading);
            case Streamed.Unread(var exchange) -> CustomerAnswers.ofPull(exchange);
        };
    }

    private PullAnswer ofPull(PullReading reading) {
        return switch (reading) {
            case Customers(var handedOver, var nameless, var undated) -> {
                if (nameless > 0) {
                    log.warn("A pull from {} told of {} customers without an id", destination, nameless);
                }
                if (undated > 0) {
                    log.warn(
                            "A pull from {} told of {} customers with a date that cannot be read",
                            destination,
                            undated);
                }
                yield new PullAnswer.Done(handedOver);
            }
            case Garbled(var handedOver) ->
                new PullAnswer.Failed("the answer ceases to be JSON after " + handedOver + " customers");
            case Told(var body) -> CustomerAnswers.ofPull(new Answered(200, body, Optional.empty()));
        };
    }

    @Override
    public Looked look(Search search) {
        return CustomerAnswers.ofLook(
                gets.postJson(
                        settings.pathOf(Operation.GET),
                        authorization(settings.keyOf(Operation.GET)),
                        KaptureJson.write(search.body())),
                customers);
    }

    /** An array with one object (Kapture contract, section 7). */
    private static byte[] body(PullWindow window) {
        Map<String, String> dates = new LinkedHashMap<>();
        dates.put("start_date", window.startDate());
        dates.put("end_date", window.endDate());
        return KaptureJson.write(List.of(dates));
    }

    private static Map<String, String> authorization(String key) {
        return Map.of("Authorization", "Basic " + key);
    }
}
