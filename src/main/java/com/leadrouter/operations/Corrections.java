package com.leadrouter.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Interventions;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.lead.Checked;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadChanges;
import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.SourceDefaults;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.CallingOperator;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Corrects leads: the same check as of a new one and of the destinations that it was routed to; it is not routed anew and
 * nothing is sent. What was replaced is kept in the table {@code lead_correction}.
 */
@Component
public final class Corrections {

    /** One correction, as it is shown: {@code changed} are JSON pointers into the lead. */
    public record Correction(
            Instant at, String operator, @Nullable String reason, List<String> changed) {
        public Correction {
            changed = List.copyOf(changed);
        }
    }

    /** What came of a correction. */
    public sealed interface Corrected {

        /** The lead is as it was asked for; whether that changed anything. */
        record Done(boolean changed) implements Corrected {}

        /** The lead would have these faults, or its destinations would surely refuse it. */
        record Invalid(List<Violation> faults) implements Corrected {
            public Invalid {
                faults = List.copyOf(faults);
            }
        }

        /** {@code why} is a sentence for people. */
        record NotPossible(String why) implements Corrected {}

        record NoSuch() implements Corrected {}
    }

    private static final String NOTE = """
            insert into lead_correction (lead_id, number, operator, reason, changed, before)
            values (:leadId, :number, :operator, :reason, :changed::text[], :before::jsonb)
            """;

    private static final String COUNT = """
            select count(*)
            from lead_correction
            where lead_id = :leadId
            """;

    private static final String OF = """
            select at, operator, reason, changed
            from lead_correction
            where lead_id = :leadId
            order by number
            """;

    private static final String FIRST = """
            select before
            from lead_correction
            where lead_id = :leadId and number = 1
            """;

    private static final int MOST_FAULTS = 100;

    private final OperatorActions actions;
    private final JdbcClient jdbc;
    private final LeadChanges leads;
    private final Interventions interventions;
    private final SourceDefaults sources;
    private final Destinations destinations;
    private final Outbox outbox;
    private final Clock clock;

    Corrections(
            OperatorActions actions,
            JdbcClient jdbc,
            LeadChanges leads,
            Interventions interventions,
            SourceDefaults sources,
            Destinations destinations,
            Outbox outbox,
            Clock clock) {
        this.actions = actions;
        this.jdbc = jdbc;
        this.leads = leads;
        this.interventions = interventions;
        this.sources = sources;
        this.destinations = destinations;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Applies a JSON merge patch (RFC 7396) to the lead as it was handed in and normalised. Whoever says how many
     * corrections were {@code seen} is refused where there is another one by now.
     */
    public Corrected correct(
            LeadId id, JsonNode mergePatch, @Nullable Integer seen, CallingOperator operator, @Nullable String reason) {
        Corrected result = actions.doing(
                operator,
                OperatorAction.CORRECT,
                id.toString(),
                reason,
                () -> leads.lockToCorrect(id)
                        .map(lead -> correct(lead, mergePatch, seen, operator, reason))
                        .orElseGet(Corrected.NoSuch::new),
                done -> done instanceof Corrected.Done(boolean changed) && changed ? 1 : 0);
        // A younger lead may have waited for this one as long as it was the same person's.
        outbox.ring(destinations.names());
        return result;
    }

    private Corrected correct(
            LeadChanges.Locked stored,
            JsonNode mergePatch,
            @Nullable Integer seen,
            CallingOperator operator,
            @Nullable String reason) {
        if (stored.isErased()) {
            return new Corrected.NotPossible("The lead has been erased.");
        }
        int before = count(stored.id());
        if (seen != null && seen != before) {
            return new Corrected.NotPossible("The lead has been corrected meanwhile; look at it again.");
        }
        Lead lead = leads.read(stored.document());
        LeadDraft draft = LeadDraft.of(MergePatch.apply(leads.asSent(lead), mergePatch));
        return switch (draft.check(defaults(stored, mergePatch), clock.instant())) {
            case Checked.Valid(Lead corrected) -> {
                List<Violation> refusals = refusals(stored, lead, corrected);
                if (!refusals.isEmpty()) {
                    yield new Corrected.Invalid(refusals);
                }
                List<String> changed = leads.differences(lead, corrected);
                if (!changed.isEmpty()) {
                    note(stored, before + 1, operator, reason, changed);
                    leads.correct(stored.id(), corrected);
                    interventions.corrected(stored.id(), corrected);
                }
                yield new Corrected.Done(!changed.isEmpty());
            }
            case Checked.Invalid(List<Violation> violations, Lead asFarAsRead) ->
                new Corrected.Invalid(Stream.concat(
                                violations.stream(),
                                refusals(stored, lead, asFarAsRead).stream()
                                        .filter(more -> violations.stream().noneMatch(more::touches)))
                        .limit(MOST_FAULTS)
                        .toList());
        };
    }

    // What the patch does not name stays as it was sent, whatever the source's defaults have become.
    private LeadDefaults defaults(LeadChanges.Locked stored, JsonNode patch) {
        LeadDefaults all = sources.of(stored.source());
        JsonNode contact = patch.path("contact");
        boolean needsRegion = contact.isNull()
                || contact.has("phoneNumber")
                || contact.path("address").isNull()
                || contact.path("address").has("country");
        return new LeadDefaults(
                all.source(),
                needsRegion ? all.region() : null,
                patch.has("campaignId") ? all.campaignId() : null,
                patch.has("enquiryType") ? all.enquiryType() : null,
                patch.has("acquisitionChannel") ? all.acquisitionChannel() : null);
    }

    // What it was sent to as it was, by force, does not refuse what mends something else.
    private List<Violation> refusals(LeadChanges.Locked stored, Lead before, Lead after) {
        List<DestinationName> there = stored.destinations().stream()
                .filter(destinations.names()::contains)
                .toList();
        List<Violation> known = destinations.preflight(before, there);
        List<String> changed = leads.differences(before, after);
        return destinations.preflight(after, there).stream()
                .filter(fault -> !known.contains(fault) || changed.stream().anyMatch(fault::touches))
                .toList();
    }

    private void note(
            LeadChanges.Locked stored,
            int number,
            CallingOperator operator,
            @Nullable String reason,
            List<String> changed) {
        jdbc.sql(NOTE)
                .param("leadId", stored.id().value())
                .param("number", number)
                .param("operator", operator.name())
                .param("reason", Reason.orNull(reason), Types.VARCHAR)
                .param("changed", changed.toArray(String[]::new))
                .param("before", stored.document())
                .update();
    }

    private int count(LeadId lead) {
        return jdbc.sql(COUNT)
                .param("leadId", lead.value())
                .query(Integer.class)
                .single();
    }

    /** The corrections of a lead, the first one first. */
    public List<Correction> of(LeadId lead) {
        return jdbc.sql(OF)
                .param("leadId", lead.value())
                .query((row, number) -> new Correction(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("operator"),
                        row.getString("reason"),
                        List.of((String[]) row.getArray("changed").getArray())))
                .list();
    }

    /** The lead as it was taken in, where it has been corrected since. */
    Optional<Lead> original(LeadId lead) {
        return jdbc.sql(FIRST)
                .param("leadId", lead.value())
                .query(String.class)
                .optional()
                .map(leads::read);
    }
}
