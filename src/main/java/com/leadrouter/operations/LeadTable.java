package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
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

    private final LeadSearch search;
    private final KnownDestinations destinations;
    private volatile boolean stopping;

    LeadTable(LeadSearch search, KnownDestinations destinations) {
        this.search = search;
        this.destinations = destinations;
    }

    /** Writes the table; the stream is flushed and stays open. */
    public void write(LeadQuery query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        List<DestinationName> names = destinations.allAsOfNow();
        writer.write(CsvLine.of(header(names)));
        try {
            search.all(query.withoutCursor(), leads -> {
                if (stopping) {
                    throw new CancellationException("the service stops in the middle of a table");
                }
                writeAll(leads, names, writer);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }

    private static void writeAll(List<FoundLead> leads, List<DestinationName> names, Writer writer) {
        try {
            for (FoundLead lead : leads) {
                writer.write(CsvLine.of(cells(lead, names)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        stopping = true;
    }
}
