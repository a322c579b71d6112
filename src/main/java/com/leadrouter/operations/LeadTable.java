package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.DatabaseAway;
import com.leadrouter.platform.TooManyReaders;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/**
 * Writes all leads that match a search as CSV (RFC 4180, UTF-8), newest first, as they are found. Columns are named as in
 * the search, and each destination has four of its own. Who gets an end without an exception has got them all.
 */
@Component
public final class LeadTable implements ApplicationListener<ContextClosedEvent> {

    public static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

    private static final List<String> COLUMNS = List.of(
            "leadId",
            "source",
            "status",
            "receivedAt",
            "firstName",
            "lastName",
            "emailAddress",
            "phoneNumber",
            "campaignId",
            "enquiryType",
            "vehicle");
    private static final List<String> OF_EACH_DESTINATION = List.of("status", "outcome", "httpStatus", "externalId");

    // Nobody is told of a reader who has gone until something is written.
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private static final List<Duration> TRIED_AGAIN_AFTER =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Where the table goes. */
    public interface Target {

        /** Called once, when the first leads have been looked at, and nothing is in the way. */
        OutputStream open() throws IOException;
    }

    private final LeadSearch search;
    private final KnownDestinations destinations;
    private final CountDownLatch stopping = new CountDownLatch(1);

    LeadTable(LeadSearch search, KnownDestinations destinations) {
        this.search = search;
        this.destinations = destinations;
    }

    /** Writes the table; the stream is flushed and stays open. */
    public void write(LeadQuery query, Target target) throws IOException {
        Table table = new Table(query, target);
        try {
            while (!table.isWritten()) {
                table.goOn();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As far as it is written. */
    private final class Table {

        private final List<DestinationName> names = destinations.allAsOfNow();
        private final Target target;
        private LeadQuery rest;
        private @Nullable Writer writer;
        private long lastFound = System.nanoTime();
        private int failures;
        private boolean written;

        Table(LeadQuery query, Target target) {
            this.rest = query;
            this.target = target;
        }

        boolean isWritten() {
            return written;
        }

        void goOn() throws IOException {
            try {
                search.all(rest, this::add);
                opened().flush();
                written = true;
            } catch (RuntimeException e) {
                // What takes too long takes as long again, and who has seen nothing yet may ask again himself.
                if (writer == null
                        || e instanceof QueryTimeoutException
                        || failures == TRIED_AGAIN_AFTER.size()
                        || !(e instanceof TooManyReaders || DatabaseAway.isWhy(e))) {
                    throw e;
                }
                await(TRIED_AGAIN_AFTER.get(failures++));
            }
        }

        private void add(List<FoundLead> leads) {
            if (stopping.getCount() == 0) {
                throw stopped();
            }
            try {
                Writer open = opened();
                for (FoundLead lead : leads) {
                    open.write(CsvLine.of(cells(lead, names)));
                }
                open.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!leads.isEmpty()) {
                rest = rest.after(leads.getLast().leadId());
                lastFound = System.nanoTime();
                failures = 0;
            } else if (System.nanoTime() - lastFound > LONGEST_SILENCE.toNanos()) {
                throw new CancellationException("nothing was found for long, and perhaps nobody waits any more");
            }
        }

        private Writer opened() throws IOException {
            if (writer == null) {
                writer = new BufferedWriter(new OutputStreamWriter(target.open(), StandardCharsets.UTF_8), 1 << 16);
                writer.write(CsvLine.of(header(names)));
            }
            return writer;
        }

        private void await(Duration wait) {
            try {
                if (stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw stopped();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped();
            }
        }

        private static CancellationException stopped() {
            return new CancellationException("the service stops in the middle of a table");
        }
    }

    private static List<String> header(List<DestinationName> names) {
        return Stream.concat(
                        COLUMNS.stream(),
                        names.stream()
                                .flatMap(name -> OF_EACH_DESTINATION.stream().map(part -> name + "." + part)))
                .toList();
    }

    private static List<@Nullable String> cells(FoundLead lead, List<DestinationName> names) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(lead.leadId().toString());
        cells.add(lead.source());
        cells.add(lead.status().name());
        cells.add(lead.receivedAt().toString());
        cells.add(lead.firstName());
        cells.add(lead.lastName());
        cells.add(lead.emailAddress());
        cells.add(lead.phoneNumber());
        cells.add(lead.campaignId());
        cells.add(lead.enquiryType());
        cells.add(lead.vehicle());
        Map<DestinationName, FoundLead.Delivery> deliveries =
                lead.deliveries().stream().collect(Collectors.toMap(FoundLead.Delivery::destination, one -> one));
        for (DestinationName name : names) {
            FoundLead.Delivery delivery = deliveries.get(name);
            cells.add(delivery == null ? null : delivery.status().name());
            cells.add(
                    delivery == null || delivery.outcome() == null
                            ? null
                            : delivery.outcome().name());
            cells.add(
                    delivery == null || delivery.httpStatus() == null
                            ? null
                            : delivery.httpStatus().toString());
            cells.add(delivery == null ? null : delivery.externalId());
        }
        return cells;
    }

    // A stop waits for requests that are under way; this one can take longer than the whole stop may.
    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        stopping.countDown();
    }
}
